{%- set categories = ['inpatient', 'outpatient', 'office-based', 'ancillary', 'other'] -%}

with

member_month as (

    select * from {{ ref('preprocessing__member_month') }}

),

patient as (

    select * from {{ ref('core__patient') }}

),

medical as (

    select
        {% for amount in ['paid', 'allowed'] -%}
        {% for category in categories -%}
        sum(case when service_category_1 = '{{ category }}' then {{ amount }}_amount end)
            as {{ category | replace('-', '_') }}_{{ amount }},
        {% endfor -%}
        sum({{ amount }}_amount) as medical_{{ amount }},
        {% endfor -%}
        member_month_key
    from {{ ref('core__medical_claim') }}
    where member_month_key is not null
    group by member_month_key

),

pharmacy as (

    select
        member_month_key,
        sum(paid_amount) as pharmacy_paid,
        sum(allowed_amount) as pharmacy_allowed
    from {{ ref('core__pharmacy_claim') }}
    where member_month_key is not null
    group by member_month_key

)

select
    member_month.member_month_key,
    member_month.person_id,
    member_month.member_id,
    member_month.year_month,
    member_month.month_start,
    member_month.payer,
    member_month.payer_type,
    member_month.plan,
    patient.sex,
    {{ years_between('patient.birth_date', 'member_month.month_start') }} as age,
    patient.state,
    1 as member_months,
    member_month.covered_days,
    cast(member_month.covered_days / cast(member_month.days_in_month as double) as double)
        as exact_member_months,
    {% for amount in ['paid', 'allowed'] -%}
    {% for category in categories + ['medical'] -%}
    {% set column = (category | replace('-', '_')) ~ '_' ~ amount -%}
    cast(coalesce(medical.{{ column }}, 0) as decimal(18, 2)) as {{ column }},
    {% endfor -%}
    cast(coalesce(pharmacy.pharmacy_{{ amount }}, 0) as decimal(18, 2)) as pharmacy_{{ amount }},
    cast(
        coalesce(medical.medical_{{ amount }}, 0) + coalesce(pharmacy.pharmacy_{{ amount }}, 0)
        as decimal(18, 2)
    ) as total_{{ amount }},
    {% endfor -%}
    member_month.data_source
from member_month
left join patient on member_month.person_id = patient.person_id
left join medical on member_month.member_month_key = medical.member_month_key
left join pharmacy on member_month.member_month_key = pharmacy.member_month_key
