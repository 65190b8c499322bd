{%- if brings_own_tables() -%}
{{ own_table() }}
{%- else -%}
with

medication_order as (

    select * from {{ ref('staging__clinic_medication_order') }}

),

patient as (

    select * from {{ ref('staging__clinic_patient') }}

),

extract as (

    select * from {{ ref('staging__extract') }}

)

select
    medication_order.medication_id,
    patient.person_id,
    cast(null as varchar) as payer,
    medication_order.patient_id,
    medication_order.encounter_id,
    -- An order is a wish; the fill, if it came, is a pharmacy claim.
    cast(null as date) as dispensing_date,
    medication_order.prescribing_date,
    case
        when medication_order.rxnorm_code is not null then 'rxnorm'
        when medication_order.ndc_code is not null then 'ndc'
    end as source_code_type,
    coalesce(medication_order.rxnorm_code, medication_order.ndc_code) as source_code,
    medication_order.drug_name as source_description,
    medication_order.ndc_code,
    case when medication_order.ndc_code is not null then medication_order.drug_name end as ndc_description,
    medication_order.rxnorm_code,
    case when medication_order.rxnorm_code is not null then medication_order.drug_name end
        as rxnorm_description,
    medication_order.atc_code,
    cast(null as varchar) as atc_description,
    medication_order.route,
    medication_order.strength,
    cast(medication_order.quantity as decimal(18, 4)) as quantity,
    medication_order.quantity_unit,
    medication_order.days_supply,
    medication_order.practitioner_id,
    'clinic' as data_source,
    'clinic_medication_order' as file_name,
    extract.ingest_datetime
from medication_order
cross join extract
left join patient on medication_order.patient_id = patient.patient_id
{% endif %}
