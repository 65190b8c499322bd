{%- if brings_own_core() -%}
{{ own_table('core') }}
{%- else -%}
{%- set shared = [
    'encounter_id', 'person_id', 'encounter_type', 'encounter_start_date', 'encounter_end_date', 'admit_source_code',
    'admit_type_code', 'discharge_disposition_code', 'facility_npi', 'primary_diagnosis_code_type', 'drg_code_type',
    'drg_code', 'paid_amount', 'allowed_amount', 'charge_amount', 'data_source'
] -%}
{%- set flags = [
    'observation', 'lab', 'dme', 'ambulance', 'pharmacy', 'ed', 'delivery', 'newborn', 'nicu', 'snf_part_b'
] -%}
{%- set counts = ['claim_count', 'inst_claim_count', 'prof_claim_count'] -%}

with

claim as (

    select
        {% for column in shared + counts -%}
        {{ column }},
        {% endfor -%}
        {% for flag in flags -%}
        {{ flag }}_flag,
        {% endfor -%}
        attending_provider_npi as attending_provider_id,
        cast(null as varchar) as attending_provider_name,
        cast(null as varchar) as facility_name,
        delivery_type,
        primary_diagnosis_code,
        'preprocessing__encounter_from_claims' as source_model,
        'claim' as encounter_source_type
    from {{ ref('preprocessing__encounter_from_claims') }}

),

-- A chart knows neither the payer's flags nor money nor claims.
clinical as (

    select
        {% for column in shared -%}
        {{ column }},
        {% endfor -%}
        {% for count in counts -%}
        null as {{ count }},
        {% endfor -%}
        {% for flag in flags -%}
        null as {{ flag }}_flag,
        {% endfor -%}
        attending_provider_id,
        attending_provider_name,
        facility_name,
        null as delivery_type,
        upper(replace(primary_diagnosis_code, '.', '')) as primary_diagnosis_code,
        'input_layer__encounter' as source_model,
        'clinical' as encounter_source_type
    from {{ ref('input_layer__encounter') }}

),

encounter as (

    select * from claim
    union all
    select * from clinical

),

encounter_type as (

    select * from {{ ref('terminology__encounter_type') }}

),

provider as (

    select * from {{ ref('input_layer__provider') }}

),

last_run as (

    select * from {{ ref('preprocessing__last_run') }}

)

select
    encounter.encounter_id,
    encounter.person_id,
    encounter.encounter_type,
    encounter_type.encounter_group,
    encounter.encounter_start_date,
    encounter.encounter_end_date,
    cast(greatest(
        {{ days_between('encounter.encounter_start_date', 'encounter.encounter_end_date') }},
        case when encounter_type.encounter_group = 'inpatient' then 1 else 0 end
    ) as integer) as length_of_stay,
    encounter.admit_source_code,
    admit_source.description as admit_source_description,
    encounter.admit_type_code,
    admit_type.description as admit_type_description,
    encounter.discharge_disposition_code,
    discharge_disposition.description as discharge_disposition_description,
    encounter.attending_provider_id,
    coalesce(encounter.attending_provider_name, attending.name) as attending_provider_name,
    encounter.facility_npi,
    coalesce(encounter.facility_name, facility.name) as facility_name,
    facility.specialty as facility_type,
    {% for flag in flags -%}
    encounter.{{ flag }}_flag,
    {% endfor -%}
    encounter.delivery_type,
    encounter.primary_diagnosis_code_type,
    encounter.primary_diagnosis_code,
    icd_10_cm.description as primary_diagnosis_description,
    encounter.drg_code_type,
    encounter.drg_code,
    ms_drg.description as drg_description,
    encounter.paid_amount,
    encounter.allowed_amount,
    encounter.charge_amount,
    encounter.claim_count,
    encounter.inst_claim_count,
    encounter.prof_claim_count,
    encounter.source_model,
    encounter.encounter_source_type,
    encounter.data_source,
    last_run.tuva_last_run
from encounter
cross join last_run
left join encounter_type on encounter.encounter_type = encounter_type.encounter_type
left join provider as attending on encounter.attending_provider_id = attending.npi
left join provider as facility on encounter.facility_npi = facility.npi
{% for code in ['admit_source', 'admit_type', 'discharge_disposition'] -%}
left join {{ ref('terminology__' ~ code) }} as {{ code }}
    on encounter.{{ code }}_code = {{ code }}.{{ code }}_code
{% endfor -%}
left join {{ ref('terminology__icd_10_cm') }} as icd_10_cm
    on encounter.primary_diagnosis_code = icd_10_cm.icd_10_cm
left join {{ ref('terminology__ms_drg') }} as ms_drg on encounter.drg_code = ms_drg.ms_drg
{% endif %}
