{%- if brings_own_tables() -%}
{{ own_table() }}
{%- else -%}
with

assignment as (

    select
        *,
        lead(assignment_start_date) over (
            partition by member_id, payer, plan order by assignment_start_date asc, provider_npi desc
        ) as next_start_date
    from {{ ref('staging__payer_pcp_assignment') }}

),

member as (

    select * from {{ ref('staging__payer_member') }}

),

assigned_month as (

    select
        *,
        {{ each_month('assignment_start_date', 'assignment_end_date') }} as month_start
    from assignment

),

-- Who changes practice within a month belongs to the new one from that month on.
attributed_month as (

    select * from assigned_month
    where next_start_date is null or month_start < {{ dbt.date_trunc('month', 'next_start_date') }}

)

select
    member.person_id,
    cast(null as varchar) as patient_id,
    attributed_month.member_id,
    {{ year_month('attributed_month.month_start') }} as year_month,
    attributed_month.payer,
    attributed_month.plan,
    'payer' as data_source,
    attributed_month.provider_npi as payer_attributed_provider,
    attributed_month.practice_name as payer_attributed_provider_practice,
    attributed_month.organization_name as payer_attributed_provider_organization,
    attributed_month.line_of_business as payer_attributed_provider_lob,
    cast(null as varchar) as custom_attributed_provider,
    cast(null as varchar) as custom_attributed_provider_practice,
    cast(null as varchar) as custom_attributed_provider_organization,
    cast(null as varchar) as custom_attributed_provider_lob
from attributed_month
inner join member on attributed_month.member_id = member.member_id
{% endif %}
