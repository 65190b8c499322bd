with

claim_line as (

    select * from {{ ref('preprocessing__claim_line') }}

),

provider as (

    select * from {{ ref('input_layer__provider') }}

),

ms_drg as (

    select * from {{ ref('terminology__ms_drg') }}

),

rule as (

    select * from {{ ref('service_category_rule') }}

),

coded_line as (

    select
        claim_line.medical_claim_id,
        claim_line.claim_type,
        claim_line.bill_type_code,
        claim_line.revenue_center_code,
        claim_line.place_of_service_code,
        claim_line.hcpcs_code,
        claim_line.drg_code,
        provider.taxonomy_code as facility_taxonomy_code,
        concat_ws(
            '|',
            claim_line.claim_type,
            coalesce(claim_line.bill_type_code, ''),
            coalesce(claim_line.revenue_center_code, ''),
            coalesce(claim_line.place_of_service_code, ''),
            coalesce(claim_line.hcpcs_code, ''),
            coalesce(claim_line.drg_code, ''),
            coalesce(provider.taxonomy_code, '')
        ) as signature
    from claim_line
    left join provider on claim_line.facility_npi = provider.npi

),

-- Lines by the million share a few thousand combinations of codes: rules meet those.
signature as (

    select distinct
        coded_line.signature,
        coded_line.claim_type,
        coded_line.bill_type_code,
        coded_line.revenue_center_code,
        coded_line.place_of_service_code,
        coded_line.hcpcs_code,
        coded_line.drg_code,
        coded_line.facility_taxonomy_code,
        ms_drg.mdc,
        ms_drg.drg_type
    from coded_line
    left join ms_drg on coded_line.drg_code = ms_drg.ms_drg

),

-- Every rule that holds is kept: an emergency room line on the bill of a stay is inpatient and yet tells how
-- the patient came.
match as (

    select
        signature.signature,
        rule.priority,
        rule.service_category_1,
        rule.service_category_2,
        rule.service_category_3
    from signature
    inner join rule
        on
        {{ code_in('signature.claim_type', 'rule.claim_type') }}
        and {{ code_in('signature.bill_type_code', 'rule.bill_type_code') }}
        and {{ code_in('signature.revenue_center_code', 'rule.revenue_center_code') }}
        and {{ code_in('signature.place_of_service_code', 'rule.place_of_service_code') }}
        and {{ code_in('signature.hcpcs_code', 'rule.hcpcs_code') }}
        and {{ code_in('signature.drg_code', 'rule.drg_code') }}
        and {{ code_in('signature.mdc', 'rule.major_diagnostic_category') }}
        and {{ code_in('signature.drg_type', 'rule.drg_type') }}
        and {{ code_in('signature.facility_taxonomy_code', 'rule.facility_taxonomy_code') }}

),

-- The lowest priority number wins. All rules of one number name one category, so min_by cannot be torn.
category as (

    select
        signature,
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
    group by signature

)

select
    coded_line.medical_claim_id,
    category.service_category_1,
    category.service_category_2,
    category.service_category_3,
    category.observation_flag,
    category.lab_flag,
    category.dme_flag,
    category.ambulance_flag,
    category.pharmacy_flag,
    category.ed_flag
from coded_line
inner join category on coded_line.signature = category.signature
