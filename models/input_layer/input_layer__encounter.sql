{%- if brings_own_tables() -%}
{{ own_table() }}
{%- else -%}
with

encounter as (

    select * from {{ ref('staging__clinic_encounter') }}

),

patient as (

    select * from {{ ref('staging__clinic_patient') }}

),

clinician as (

    select * from {{ ref('staging__clinic_clinician') }}

),

department as (

    select * from {{ ref('staging__clinic_department') }}

),

main_diagnosis as (

    select *
    from {{ ref('staging__clinic_diagnosis') }}
    where condition_type = 'encounter_diagnosis' and condition_rank = 1

),

extract as (

    select * from {{ ref('staging__extract') }}

)

select
    encounter.encounter_id,
    patient.person_id,
    encounter.patient_id,
    encounter.encounter_type,
    encounter.encounter_start_date,
    encounter.encounter_end_date,
    cast(greatest(
        {{ days_between('encounter.encounter_start_date', 'encounter.encounter_end_date') }},
        case when encounter.encounter_type like '%inpatient%' then 1 else 0 end
    ) as integer) as length_of_stay,
    encounter.admit_source_code,
    admit_source.description as admit_source_description,
    encounter.admit_type_code,
    admit_type.description as admit_type_description,
    encounter.discharge_disposition_code,
    discharge_disposition.description as discharge_disposition_description,
    encounter.practitioner_id as attending_provider_id,
    clinician.first_name || ' ' || clinician.last_name as attending_provider_name,
    department.npi as facility_npi,
    department.name as facility_name,
    case when main_diagnosis.source_code is not null then 'icd-10-cm' end as primary_diagnosis_code_type,
    main_diagnosis.source_code as primary_diagnosis_code,
    icd_10_cm.description as primary_diagnosis_description,
    case when encounter.drg_code is not null then 'ms-drg' end as drg_code_type,
    encounter.drg_code,
    ms_drg.description as drg_description,
    -- A chart holds no money.
    cast(null as decimal(12, 2)) as paid_amount,
    cast(null as decimal(12, 2)) as allowed_amount,
    cast(null as decimal(12, 2)) as charge_amount,
    'clinic' as data_source,
    'clinic_encounter' as file_name,
    extract.ingest_datetime
from encounter
cross join extract
left join patient on encounter.patient_id = patient.patient_id
left join clinician on encounter.practitioner_id = clinician.practitioner_id
left join department on encounter.location_id = department.location_id
left join main_diagnosis on encounter.encounter_id = main_diagnosis.encounter_id
{% for code in ['admit_source', 'admit_type', 'discharge_disposition'] -%}
left join {{ ref('terminology__' ~ code) }} as {{ code }}
    on encounter.{{ code }}_code = {{ code }}.{{ code }}_code
{% endfor -%}
left join {{ ref('terminology__icd_10_cm') }} as icd_10_cm
    on upper(replace(main_diagnosis.source_code, '.', '')) = icd_10_cm.icd_10_cm
left join {{ ref('terminology__ms_drg') }} as ms_drg on encounter.drg_code = ms_drg.ms_drg
{% endif %}
