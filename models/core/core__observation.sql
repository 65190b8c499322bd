{%- if brings_own_core() -%}
{{ own_table('core') }}
{%- else -%}
with

observation as (

    select * from {{ ref('input_layer__observation') }}

),

last_run as (

    select * from {{ ref('preprocessing__last_run') }}

)

select
    observation.observation_id,
    observation.person_id,
    observation.patient_id,
    observation.encounter_id,
    observation.panel_id,
    observation.observation_date,
    observation.observation_type,
    observation.source_code_type,
    observation.source_code,
    observation.source_description,
    observation.normalized_code_type,
    observation.normalized_code,
    observation.normalized_description,
    case when observation.normalized_code is not null then 'automatic' end as mapping_method,
    observation.result,
    observation.source_units,
    observation.normalized_units,
    observation.source_reference_range_low,
    observation.source_reference_range_high,
    observation.normalized_reference_range_low,
    observation.normalized_reference_range_high,
    observation.data_source,
    last_run.tuva_last_run
from observation
cross join last_run
{% endif %}
