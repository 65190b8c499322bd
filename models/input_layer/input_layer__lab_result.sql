{%- if brings_own_tables() -%}
{{ own_table() }}
{%- else -%}
with

lab_result as (

    select * from {{ ref('staging__clinic_lab_result') }}

),

patient as (

    select * from {{ ref('staging__clinic_patient') }}

),

panel as (

    select * from {{ ref('lab_panel') }}

),

extract as (

    select * from {{ ref('staging__extract') }}

)

select
    lab_result.lab_result_id,
    patient.person_id,
    lab_result.patient_id,
    lab_result.encounter_id,
    lab_result.accession_number,
    -- Orders are written in CPT, which the contract does not take: the panel travels as LOINC.
    case when panel.loinc_code is not null then 'loinc' end as source_order_type,
    panel.loinc_code as source_order_code,
    panel.panel_name as source_order_description,
    'loinc' as source_component_type,
    lab_result.loinc_code as source_component_code,
    lab_result.test_name as source_component_description,
    case when panel.loinc_code is not null then 'loinc' end as normalized_order_type,
    panel.loinc_code as normalized_order_code,
    panel.panel_name as normalized_order_description,
    'loinc' as normalized_component_type,
    lab_result.loinc_code as normalized_component_code,
    lab_result.test_name as normalized_component_description,
    'final' as status,
    lab_result.result,
    lab_result.result_datetime,
    lab_result.collection_datetime,
    lab_result.units as source_units,
    lab_result.units as normalized_units,
    lab_result.reference_range_low as source_reference_range_low,
    lab_result.reference_range_high as source_reference_range_high,
    lab_result.reference_range_low as normalized_reference_range_low,
    lab_result.reference_range_high as normalized_reference_range_high,
    lab_result.abnormal_flag as source_abnormal_flag,
    lab_result.abnormal_flag as normalized_abnormal_flag,
    lab_result.specimen,
    lab_result.ordering_practitioner_id,
    'clinic' as data_source,
    'clinic_lab_result' as file_name,
    extract.ingest_datetime
from lab_result
cross join extract
left join patient on lab_result.patient_id = patient.patient_id
left join panel on lab_result.panel_hcpcs_code = panel.hcpcs_code
{% endif %}
