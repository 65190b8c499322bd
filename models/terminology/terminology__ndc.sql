with

simulated as (

    select
        ndc_11 as ndc,
        description,
        atc_code,
        'seeds/parameters/drug.csv' as source
    from read_csv('seeds/parameters/drug.csv', all_varchar = true)

),

listed as (

    select
        ndc,
        description,
        atc_code,
        source
    from read_parquet('seeds/terminology/ndc.parquet')

)

select
    ndc,
    description,
    atc_code,
    source
from simulated
union all
select
    listed.ndc,
    listed.description,
    listed.atc_code,
    listed.source
from listed
left join simulated on listed.ndc = simulated.ndc
where simulated.ndc is null
