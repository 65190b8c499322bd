{%- if brings_own_tables() -%}
{{ own_table() }}
{%- else -%}
{%- set amounts = [
    'paid_amount', 'allowed_amount', 'charge_amount', 'coinsurance_amount', 'copayment_amount', 'deductible_amount'
] -%}

with

-- Only what is finally paid: denied, replaced and voided versions stay in staging.
{% for form in ['professional', 'institutional'] -%}
{{ form }} as (

    select claim.*
    from {{ ref('staging__payer_' ~ form ~ '_claim') }} as claim
    left join {{ ref('staging__payer_nonfinal_claim') }} as nonfinal_claim
        on claim.claim_id = nonfinal_claim.claim_id and nonfinal_claim.claim_type = '{{ form }}'
    where nonfinal_claim.claim_id is null

),

{% endfor -%}
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
claim_line as (

    {% for form in ['professional', 'institutional'] -%}
    {% set institutional = form == 'institutional' -%}
    select
        line.claim_id,
        line.claim_line_number,
        '{{ form }}' as claim_type,
        line.claim_line_start_date,
        line.claim_line_end_date,
        {{ 'null' if institutional else 'line.place_of_service_code' }} as place_of_service_code,
        {{ 'line.revenue_center_code' if institutional else 'null' }} as revenue_center_code,
        cast(line.service_unit_quantity as decimal(18, 4)) as service_unit_quantity,
        line.hcpcs_code,
        line.hcpcs_modifier_1,
        {{ 'null' if institutional else 'line.hcpcs_modifier_2' }} as hcpcs_modifier_2,
        {% for amount in amounts -%}
        line.{{ amount }},
        {% endfor -%}
        {% for column in [
            'member_id', 'payer', 'plan', 'claim_start_date', 'claim_end_date', 'billing_npi', 'billing_tin',
            'facility_npi', 'paid_date', 'in_network_flag'
        ] -%}
        claim.{{ column }},
        {% endfor -%}
        {% for i in range(1, 26) -%}
        {{ 'claim.diagnosis_code_' ~ i if institutional or i <= 12 else 'null' }} as diagnosis_code_{{ i }},
        {% endfor -%}
        {% for stem, last in [('diagnosis_poa', 25), ('procedure_code', 6), ('procedure_date', 6)] -%}
        {% for i in range(1, last + 1) -%}
        {{ 'claim.' ~ stem ~ '_' ~ i if institutional else 'null' }} as {{ stem }}_{{ i }},
        {% endfor -%}
        {% endfor -%}
        {% for column in [
            'admission_date', 'discharge_date', 'admit_source_code', 'admit_type_code',
            'discharge_disposition_code', 'bill_type_code', 'drg_code'
        ] -%}
        {{ 'claim.' ~ column if institutional else 'null' }} as {{ column }},
        {% endfor -%}
        -- Lines of a stay rarely name a clinician; the attending one answers for them.
        {{ 'coalesce(line.rendering_npi, claim.attending_npi)' if institutional else 'line.rendering_npi' }}
            as rendering_npi
    from {{ ref('staging__payer_' ~ form ~ '_claim_line') }} as line
    inner join {{ form }} as claim on line.claim_id = claim.claim_id
    {{ 'union all' if not loop.last }}
    {% endfor %}
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
    claim_line.rendering_npi,
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
left join provider on claim_line.rendering_npi = provider.npi
{% endif %}
