{%- if brings_own_tables() -%}
{{ own_table() }}
{%- else -%}
with

assignment as (

    select * from {{ ref('staging__payer_pcp_assignment') }}

),

member as (

    select * from {{ ref('staging__payer_member') }}

),

assigned_month as (

    select
        assignment.*,
        {{ each_month('assignment.assignment_start_date', 'assignment.assignment_end_date') }} as month_start
    from assignment

),

-- Who changes practice within a month belongs to the new one for that month.
last_assignment_of_month as (

    select *
    from assigned_month
    qualify
        row_number()
            over (
                partition by member_id, payer, plan, month_start
                order by assignment_start_date desc, provider_npi asc
            )
        = 1

)

select
    member.person_id,
    cast(null as varchar) as patient_id,
    last_assignment_of_month.member_id,
    {{ year_month('last_assignment_of_month.month_start') }} as year_month,
    last_assignment_of_month.payer,
    last_assignment_of_month.plan,
    'payer' as data_source,
    last_assignment_of_month.provider_npi as payer_attributed_provider,
    last_assignment_of_month.practice_name as payer_attributed_provider_practice,
    last_assignment_of_month.organization_name as payer_attributed_provider_organization,
    last_assignment_of_month.line_of_business as payer_attributed_provider_lob,
    cast(null as varchar) as custom_attributed_provider,
    cast(null as varchar) as custom_attributed_provider_practice,
    cast(null as varchar) as custom_attributed_provider_organization,
    cast(null as varchar) as custom_attributed_provider_lob
from last_assignment_of_month
inner join member on last_assignment_of_month.member_id = member.member_id
{% endif %}
