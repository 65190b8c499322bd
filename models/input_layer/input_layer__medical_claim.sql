{%- set amounts = [
    'paid_amount', 'allowed_amount', 'charge_amount', 'coinsurance_amount', 'copayment_amount', 'deductible_amount'
] -%}

with

professional as (

    select * from {{ ref('staging__payer_professional_claim') }}

),

institutional as (

    select * from {{ ref('staging__payer_institutional_claim') }}

),

-- Only what is finally paid: denied, replaced and voided versions stay in staging.
final_claim as (

    select claim_id
    from {{ ref('staging__payer_final_action') }}
    where final_action = 'final'

),

member as (

    select * from {{ ref('staging__payer_member') }}

),

provider as (

    select * from {{ ref('staging__payer_provider') }}

),

extract as (

    select * from {{ ref('staging__extract') }}

),

-- A column that one of the two forms has no box for is null there.
line as (

    {% for form in ['professional', 'institutional'] -%}
    select
        claim_id,
        claim_line_number,
        '{{ form }}' as claim_type,
        claim_line_start_date,
        claim_line_end_date,
        {{ 'place_of_service_code' if form == 'professional' else 'null' }} as place_of_service_code,
        {{ 'revenue_center_code' if form == 'institutional' else 'null' }} as revenue_center_code,
        cast(service_unit_quantity as decimal(18, 4)) as service_unit_quantity,
        hcpcs_code,
        hcpcs_modifier_1,
        {{ 'hcpcs_modifier_2' if form == 'professional' else 'null' }} as hcpcs_modifier_2,
        {% for amount in amounts -%}
        {{ amount }},
        {% endfor -%}
        rendering_npi
    from {{ ref('staging__payer_' ~ form ~ '_claim_line') }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

claim_line as (

    select
        line.*,
        {% for column in [
            'member_id', 'payer', 'plan', 'claim_start_date', 'claim_end_date', 'billing_npi', 'billing_tin',
            'facility_npi', 'paid_date', 'in_network_flag'
        ] -%}
        coalesce(professional.{{ column }}, institutional.{{ column }}) as {{ column }},
        {% endfor -%}
        {% for i in range(1, 13) -%}
        coalesce(professional.diagnosis_code_{{ i }}, institutional.diagnosis_code_{{ i }})
            as diagnosis_code_{{ i }},
        {% endfor -%}
        {% for i in range(13, 26) -%}
        institutional.diagnosis_code_{{ i }},
        {% endfor -%}
        {% for i in range(1, 26) -%}
        institutional.diagnosis_poa_{{ i }},
        {% endfor -%}
        {% for i in range(1, 7) -%}
        institutional.procedure_code_{{ i }},
        institutional.procedure_date_{{ i }},
        {% endfor -%}
        institutional.admission_date,
        institutional.discharge_date,
        institutional.admit_source_code,
        institutional.admit_type_code,
        institutional.discharge_disposition_code,
        institutional.bill_type_code,
        institutional.drg_code,
        institutional.attending_npi
    from line
    inner join final_claim on line.claim_id = final_claim.claim_id
    left join professional on line.claim_type = 'professional' and line.claim_id = professional.claim_id
    left join institutional on line.claim_type = 'institutional' and line.claim_id = institutional.claim_id

)

select
    claim_line.claim_id,
    claim_line.claim_line_number,
    claim_line.claim_type,
    member.person_id,
    {% for column in [
        'member_id', 'payer', 'plan', 'claim_start_date', 'claim_end_date', 'claim_line_start_date',
        'claim_line_end_date', 'admission_date', 'discharge_date', 'admit_source_code', 'admit_type_code',
        'discharge_disposition_code', 'place_of_service_code', 'bill_type_code'
    ] -%}
    claim_line.{{ column }},
    {% endfor -%}
    case when claim_line.drg_code is not null then 'ms-drg' end as drg_code_type,
    claim_line.drg_code,
    claim_line.revenue_center_code,
    claim_line.service_unit_quantity,
    claim_line.hcpcs_code,
    claim_line.hcpcs_modifier_1,
    claim_line.hcpcs_modifier_2,
    {% for i in range(3, 6) -%}
    cast(null as varchar) as hcpcs_modifier_{{ i }},
    {% endfor -%}
    -- Lines of a stay rarely name a clinician; the attending one answers for them.
    coalesce(claim_line.rendering_npi, claim_line.attending_npi) as rendering_npi,
    provider.tin as rendering_tin,
    claim_line.billing_npi,
    claim_line.billing_tin,
    claim_line.facility_npi,
    claim_line.paid_date,
    {% for amount in amounts -%}
    claim_line.{{ amount }},
    {% endfor -%}
    cast(
        claim_line.paid_amount
        + claim_line.coinsurance_amount
        + claim_line.copayment_amount
        + claim_line.deductible_amount
        as decimal(12, 2)
    ) as total_cost_amount,
    'icd-10-cm' as diagnosis_code_type,
    {% for stem in ['diagnosis_code', 'diagnosis_poa'] -%}
    {% for i in range(1, 26) -%}
    claim_line.{{ stem }}_{{ i }},
    {% endfor -%}
    {% endfor -%}
    case when claim_line.procedure_code_1 is not null then 'icd-10-pcs' end as procedure_code_type,
    -- The payer keeps six procedures, the contract has room for 25.
    {% for stem, type in [('procedure_code', 'varchar'), ('procedure_date', 'date')] -%}
    {% for i in range(1, 7) -%}
    claim_line.{{ stem }}_{{ i }},
    {% endfor -%}
    {% for i in range(7, 26) -%}
    cast(null as {{ type }}) as {{ stem }}_{{ i }},
    {% endfor -%}
    {% endfor -%}
    claim_line.in_network_flag,
    'payer' as data_source,
    'payer_' || claim_line.claim_type || '_claim' as file_name,
    extract.file_date,
    extract.ingest_datetime
from claim_line
cross join extract
left join member on claim_line.member_id = member.member_id
left join provider on coalesce(claim_line.rendering_npi, claim_line.attending_npi) = provider.npi
