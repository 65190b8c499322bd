with

medication as (

    select * from {{ ref('core__medication') }}

)

-- Fills carry an NDC only; the clinic's orders say which substance it is.
select
    ndc_code,
    min(atc_code) as atc_code
from medication
where ndc_code is not null
group by ndc_code
