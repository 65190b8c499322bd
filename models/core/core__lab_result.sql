{%- if brings_own_core() -%}
{{ own_table('core') }}
{%- else -%}
with

lab_result as (

    select * from {{ ref('input_layer__lab_result') }}

),

last_run as (

    select * from {{ ref('preprocessing__last_run') }}

)

select
    lab_result.lab_result_id,
    lab_result.person_id,
    lab_result.patient_id,
    lab_result.encounter_id,
    lab_result.accession_number,
    lab_result.source_order_type,
    lab_result.source_order_code,
    lab_result.source_order_description,
    lab_result.source_component_type,
    lab_result.source_component_code,
    lab_result.source_component_description,
    lab_result.normalized_order_type,
    lab_result.normalized_order_code,
    lab_result.normalized_order_description,
    lab_result.normalized_component_type,
    lab_result.normalized_component_code,
    lab_result.normalized_component_description,
    case when lab_result.normalized_component_code is not null then 'automatic' end as mapping_method,
    lab_result.status,
    lab_result.result,
    lab_result.result_datetime,
    lab_result.collection_datetime,
    lab_result.source_units,
    lab_result.normalized_units,
    lab_result.source_reference_range_low,
    lab_result.source_reference_range_high,
    lab_result.normalized_reference_range_low,
    lab_result.normalized_reference_range_high,
    lab_result.source_abnormal_flag,
    lab_result.normalized_abnormal_flag,
    lab_result.specimen,
    lab_result.ordering_practitioner_id,
    lab_result.data_source,
    last_run.tuva_last_run
from lab_result
cross join last_run
{% endif %}
