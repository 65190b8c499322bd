with

unmatched as (

    {% for table, claim_type, day in [
        ('medical_claim', 'claim_type', 'claim_line_start_date'),
        ('pharmacy_claim', "'pharmacy'", 'coalesce(dispensing_date, paid_date)')
    ] -%}
    select
        {{ table }}_id as claim_line_id,
        claim_id,
        {{ claim_type }} as claim_type,
        person_id,
        member_id,
        payer,
        plan,
        {{ year_month(day) }} as year_month,
        paid_amount,
        data_source
    from {{ ref('core__' ~ table) }}
    where enrollment_flag = 0
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

member_month as (

    select * from {{ ref('preprocessing__member_month') }}

),

-- How much of the key is known: the least that fails is what to mend.
{% set parts = {
    'person': ['person_id'],
    'plan': ['payer', 'plan'],
    'member': ['person_id', 'member_id'],
    'enrolled': ['person_id', 'member_id', 'payer', 'plan']
} -%}
{% for part, key in parts.items() -%}
{{ part }} as (

    select distinct
        {{ (key + ['data_source']) | join(',\n        ') }}
    from member_month

){{ ',' if not loop.last }}

{% endfor -%}
select
    unmatched.claim_line_id,
    unmatched.claim_id,
    unmatched.claim_type,
    unmatched.person_id,
    unmatched.member_id,
    unmatched.payer,
    unmatched.plan,
    unmatched.year_month,
    case
        when unmatched.year_month is null then 'no date of service'
        when unmatched.member_id is null then 'no member number'
        when unmatched.payer is null or unmatched.plan is null then 'no payer or plan'
        when person.person_id is null then 'person never enrolled'
        when plan.plan is null then 'nobody enrolled in that plan'
        when member.member_id is null then 'member number never enrolled'
        when enrolled.member_id is null then 'member never enrolled in that plan'
        else 'month not covered'
    end as reason,
    unmatched.paid_amount,
    unmatched.data_source
from unmatched
{% for part, key in parts.items() -%}
left join {{ part }}
    on
    {% for column in key + ['data_source'] -%}
    {{ 'and ' if not loop.first }}unmatched.{{ column }} = {{ part }}.{{ column }}
    {% endfor -%}
{% endfor -%}
