{{ config(materialized="view") }}

with

person as (

    select * from {{ ref('judge__person') }}

),

medical_claim as (

    select * from {{ ref('core__medical_claim') }}
    where person_id in (select person.person_id from person)

),

code_mark as (

    select * from {{ ref('judge__code_mark') }}

),

market as (

    select * from {{ ref('coverage_market') }}

),

line as (

    select
        *,
        claim_type || ' line' as event,
        case claim_type when 'institutional' then 'revenue' else 'place' end as role,
        case claim_type when 'institutional' then revenue_center_code else place_of_service_code end as code
    from medical_claim

)

-- Units of an institutional line are days where care is paid by the day.
select
    line.event,
    line.person_id,
    line.claim_line_start_date as event_date,
    market.market,
    case when line.claim_type = 'institutional' then line.service_unit_quantity end as days,
    line.allowed_amount,
    line.paid_amount,
    line.charge_amount,
    coalesce(code_mark.marks, '')
    || {{ marks({
        'telehealth':
            "line.place_of_service_code in ('02', '10')"
            ~ " or line.hcpcs_modifier_1 in ('93', '95', 'GT')"
            ~ " or line.hcpcs_modifier_2 in ('93', '95', 'GT')",
    }) }} as marks
from line
left join market on line.plan = market.plan
left join code_mark
    on
    line.event = code_mark.event
    and line.role = code_mark.role
    and line.code = code_mark.code
