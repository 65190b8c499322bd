{%- if brings_own_core() -%}
{{ own_table('core') }}
{%- else -%}
with

immunization as (

    select * from {{ ref('input_layer__immunization') }}

),

last_run as (

    select * from {{ ref('preprocessing__last_run') }}

)

select
    immunization.immunization_id,
    immunization.person_id,
    immunization.patient_id,
    immunization.encounter_id,
    immunization.source_code_type,
    immunization.source_code,
    immunization.source_description,
    immunization.normalized_code_type,
    immunization.normalized_code,
    immunization.normalized_description,
    case when immunization.normalized_code is not null then 'automatic' end as mapping_method,
    immunization.status,
    immunization.status_reason,
    immunization.occurrence_date,
    immunization.source_dose,
    immunization.normalized_dose,
    immunization.lot_number,
    immunization.body_site,
    immunization.route,
    immunization.location_id,
    immunization.practitioner_id,
    immunization.data_source,
    last_run.tuva_last_run
from immunization
cross join last_run
{% endif %}
