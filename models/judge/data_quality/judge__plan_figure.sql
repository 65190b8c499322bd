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

-- What has no generic on the market is dispensed under its brand.
drug as (

    select
        ndc.ndc,
        min(case when brand_only.code is null then 1.0 else 0.0 end) as is_generic
    from {{ ref('terminology__ndc') }} as ndc
    left join {{ ref('code_group') }} as brand_only
        on
        brand_only.code_group = 'brand_only'
        and left(ndc.atc_code, length(brand_only.code)) = brand_only.code
    where ndc.atc_code is not null
    group by ndc.ndc

),

fill as (

    select
        member_month.payer_type,
        count(*) as fills,
        avg(drug.is_generic) as generic_share
    from {{ ref('core__pharmacy_claim') }} as pharmacy_claim
    inner join {{ ref('financial_pmpm__pmpm_prep') }} as member_month
        on pharmacy_claim.member_month_key = member_month.member_month_key
    left join drug on pharmacy_claim.ndc_code = drug.ndc
    group by member_month.payer_type

),

dispensing as (

    {% for figure, expression in {
        'fills_per_member_month': 'fill.fills / type_of_plan.member_months',
        'generic_share': 'fill.generic_share'
    }.items() -%}
    select
        '{{ figure }}' as figure,
        'pharmacy' as subject,
        fill.payer_type,
        {{ expression }} as measured_value
    from fill
    inner join type_of_plan on fill.payer_type = type_of_plan.payer_type
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

emergency as (

    select
        range.figure,
        range.subject,
        visit.payer_type,
        avg(case when {{ code_in('visit.primary_diagnosis_code', 'range.icd_10_cm') }} then 1.0 else 0.0 end)
            as measured_value
    from {{ ref('emergency_department__summary') }} as visit
    inner join {{ ref('data_quality_range') }} as range
        on range.figure = 'emergency_share' and visit.payer_type = range.payer_type
    where visit.primary_diagnosis_code is not null
    group by
        range.figure,
        range.subject,
        visit.payer_type

)

{% for step in ['pmpm', 'utilization', 'dispensing', 'emergency'] -%}
select
    figure,
    subject,
    payer_type,
    cast(measured_value as double) as measured_value
from {{ step }}
{{ 'union all' if not loop.last }}
{% endfor %}
