{%- set codes = [
    'claim_type', 'bill_type_code', 'revenue_center_code', 'place_of_service_code', 'hcpcs_code', 'drg_code',
    'facility_taxonomy_code', 'rendering_taxonomy_code'
] -%}

with

claim_line as (

    select * from {{ ref('preprocessing__claim_line') }}

),

ms_drg as (

    select * from {{ ref('terminology__ms_drg') }}

),

rule as (

    select * from {{ ref('service_category_rule') }}

),

-- Lines by the million share some thousand combinations of codes: rules meet those.
combination as (

    select distinct
        service_signature,
        {{ codes | join(',\n        ') }}
    from claim_line

),

grouped as (

    select
        combination.*,
        ms_drg.mdc as major_diagnostic_category,
        ms_drg.drg_type
    from combination
    left join ms_drg on combination.drg_code = ms_drg.ms_drg

),

-- Every rule that holds is kept: an emergency room line on the bill of a stay is inpatient and yet tells how
-- the patient came.
match as (

    select
        grouped.service_signature,
        grouped.claim_type,
        grouped.hcpcs_code,
        rule.priority,
        rule.service_category_1,
        rule.service_category_2,
        rule.service_category_3
    from grouped
    inner join rule
        on
        {% for code in codes + ['major_diagnostic_category', 'drg_type'] -%}
        {{ 'and ' if not loop.first }}{{ code_in('grouped.' ~ code, 'rule.' ~ code) }}
        {% endfor %}
)

-- The lowest priority number wins. All rules of one number name one category, so min_by cannot be torn.
select
    service_signature,
    claim_type,
    hcpcs_code,
    min_by(service_category_1, priority) as service_category_1,
    min_by(service_category_2, priority) as service_category_2,
    min_by(service_category_3, priority) as service_category_3,
    {% for flag, category in [
        ('observation', 'observation'),
        ('lab', 'lab'),
        ('dme', 'durable medical equipment'),
        ('ambulance', 'ambulance'),
        ('ed', 'emergency department')
    ] -%}
    max(case when service_category_2 = '{{ category }}' then 1 else 0 end) as {{ flag }}_flag,
    {% endfor -%}
    max(case when service_category_2 like '% pharmacy' then 1 else 0 end) as pharmacy_flag
from match
group by
    service_signature,
    claim_type,
    hcpcs_code
