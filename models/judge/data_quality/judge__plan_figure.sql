{%- set subjects = [
    'total', 'medical', 'pharmacy', 'inpatient', 'outpatient', 'office_based', 'ancillary'
] -%}

with

type_of_plan as (

    select
        payer_type,
        {% for subject in subjects -%}
        sum({{ subject }}_paid) as {{ subject }}_paid,
        {% endfor -%}
        cast(sum(member_months) as double) as member_months
    from {{ ref('financial_pmpm__pmpm_prep') }}
    group by payer_type

),

pmpm as (

    {% for subject in subjects -%}
    select
        'paid_pmpm' as figure,
        '{{ subject }}' as subject,
        payer_type,
        {{ subject }}_paid / member_months as measured_value
    from type_of_plan
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

use_by_type as (

    select
        encounter_type,
        payer_type,
        cast(sum(member_months) as double) as member_months,
        cast(sum(encounters) as double) as encounters,
        sum(days) as days,
        sum(paid_amount) as paid_amount
    from {{ ref('utilization__encounter_type') }}
    group by
        encounter_type,
        payer_type

),

utilization as (

    {% for figure, expression in {
        'encounters_per_1000': '12000 * encounters / member_months',
        'days_per_1000': '12000 * days / member_months',
        'mean_length_of_stay': 'days / nullif(encounters, 0)',
        'paid_per_encounter': 'paid_amount / nullif(encounters, 0)'
    }.items() -%}
    select
        '{{ figure }}' as figure,
        encounter_type as subject,
        payer_type,
        {{ expression }} as measured_value
    from use_by_type
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

fill as (

    select
        'fills_per_member_month' as figure,
        'pharmacy' as subject,
        type_of_plan.payer_type,
        count(*) / max(type_of_plan.member_months) as measured_value
    from {{ ref('core__pharmacy_claim') }} as pharmacy_claim
    inner join {{ ref('financial_pmpm__pmpm_prep') }} as member_month
        on pharmacy_claim.member_month_key = member_month.member_month_key
    inner join type_of_plan on member_month.payer_type = type_of_plan.payer_type
    group by type_of_plan.payer_type

)

select
    figure,
    subject,
    payer_type,
    cast(measured_value as double) as measured_value
from pmpm

union all

select
    figure,
    subject,
    payer_type,
    cast(measured_value as double) as measured_value
from utilization

union all

select
    figure,
    subject,
    payer_type,
    cast(measured_value as double) as measured_value
from fill
