-- Value sets of drugs name ATC classes. A fill carries its package alone: found only when its class is known.
with

pharmacy_claim as (

    select * from {{ ref('core__pharmacy_claim') }}

),

ndc as (

    select * from {{ ref('terminology__ndc') }}

)

select
    pharmacy_claim.ndc_code,
    count(*) as fill_count
from pharmacy_claim
left join ndc on pharmacy_claim.ndc_code = ndc.ndc
where pharmacy_claim.ndc_code is not null
    and ndc.ndc is null
group by pharmacy_claim.ndc_code
