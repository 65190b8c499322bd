{%- if brings_own_core() -%}
{{ own_table('core') }}
{%- else -%}
with

medication as (

    select * from {{ ref('input_layer__medication') }}

),

last_run as (

    select * from {{ ref('preprocessing__last_run') }}

)

select
    medication.medication_id,
    medication.person_id,
    medication.patient_id,
    medication.encounter_id,
    medication.dispensing_date,
    medication.prescribing_date,
    medication.source_code_type,
    medication.source_code,
    medication.source_description,
    medication.ndc_code,
    medication.ndc_description,
    case when medication.ndc_code is not null then 'automatic' end as ndc_mapping_method,
    medication.rxnorm_code,
    medication.rxnorm_description,
    case when medication.rxnorm_code is not null then 'automatic' end as rxnorm_mapping_method,
    medication.atc_code,
    medication.atc_description,
    case when medication.atc_code is not null then 'automatic' end as atc_mapping_method,
    medication.route,
    medication.strength,
    cast(round(medication.quantity) as integer) as quantity,
    medication.quantity_unit,
    medication.days_supply,
    medication.practitioner_id,
    medication.data_source,
    last_run.tuva_last_run
from medication
cross join last_run
{% endif %}
