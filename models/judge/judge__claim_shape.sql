with

medical_claim as (

    select * from {{ ref('core__medical_claim') }}

),

pharmacy_claim as (

    select * from {{ ref('core__pharmacy_claim') }}

),

coverage as (

    select * from {{ ref('core__coverage') }}

),

target as (

    select * from {{ ref('claim_shape_target') }}

),

medicare_member as (

    select distinct
        member_id,
        plan
    from coverage
    where payer_type = 'medicare'

),

-- A supplier's whole claim is one for equipment, whatever else stands on it.
claim as (

    select
        medical_claim.claim_id,
        case
            when
                medical_claim.claim_type = 'professional'
                and count(*) filter (medical_claim.service_category_2 = 'durable medical equipment') > 0
                then 'durable medical equipment'
            when medical_claim.claim_type = 'professional' then 'professional'
            when left(medical_claim.bill_type_code, 2) in ('11', '12') then 'inpatient'
            when left(medical_claim.bill_type_code, 1) = '2' then 'skilled nursing'
            when left(medical_claim.bill_type_code, 1) = '3' then 'home health'
            -- Surgery centers send Medicare the professional form.
            when left(medical_claim.bill_type_code, 2) = '83' then 'professional'
            when left(medical_claim.bill_type_code, 2) in ('81', '82') then 'hospice'
            else 'outpatient'
        end as claim_kind,
        count(*) as line_count
    from medical_claim
    inner join medicare_member
        on medical_claim.member_id = medicare_member.member_id and medical_claim.plan = medicare_member.plan
    group by
        medical_claim.claim_id,
        medical_claim.claim_type,
        medical_claim.bill_type_code

    union all

    select
        pharmacy_claim.claim_id,
        'pharmacy' as claim_kind,
        count(*) as line_count
    from pharmacy_claim
    inner join medicare_member
        on pharmacy_claim.member_id = medicare_member.member_id and pharmacy_claim.plan = medicare_member.plan
    group by pharmacy_claim.claim_id

),

counted as (

    select
        claim_kind,
        count(*) as claim_count,
        100.0 * count(*) / sum(count(*)) over () as claim_share,
        avg(line_count) as lines_per_claim
    from claim
    group by claim_kind

)

select
    target.claim_kind,
    coalesce(counted.claim_count, 0) as claim_count,
    cast(coalesce(counted.claim_share, 0) as double) as claim_share,
    target.claim_share as target_claim_share,
    cast(coalesce(counted.claim_share, 0) / target.claim_share as double) as claim_share_ratio,
    cast(counted.lines_per_claim as double) as lines_per_claim,
    target.lines_per_claim as target_lines_per_claim,
    cast(counted.lines_per_claim / target.lines_per_claim as double) as lines_per_claim_ratio
from target
left join counted on target.claim_kind = counted.claim_kind
