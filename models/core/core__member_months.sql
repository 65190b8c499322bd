{%- if brings_own_core() -%}
{{ own_table('core') }}
{%- else -%}
with

member_month as (

    select * from {{ ref('preprocessing__member_month') }}

),

provider_attribution as (

    select * from {{ ref('input_layer__provider_attribution') }}

),

last_run as (

    select * from {{ ref('preprocessing__last_run') }}

)

select
    member_month.member_month_key,
    member_month.person_id,
    member_month.member_id,
    member_month.year_month,
    member_month.payer,
    member_month.plan,
    {% for attribution in ['payer', 'custom'] -%}
    {% for level in ['provider', 'provider_practice', 'provider_organization', 'provider_lob'] -%}
    provider_attribution.{{ attribution }}_attributed_{{ level }},
    {% endfor -%}
    {% endfor -%}
    member_month.data_source,
    last_run.tuva_last_run
from member_month
cross join last_run
left join provider_attribution
    on
    member_month.person_id = provider_attribution.person_id
    and member_month.member_id = provider_attribution.member_id
    and member_month.year_month = provider_attribution.year_month
    and member_month.payer = provider_attribution.payer
    and member_month.plan = provider_attribution.plan
    and member_month.data_source = provider_attribution.data_source
{% endif %}
