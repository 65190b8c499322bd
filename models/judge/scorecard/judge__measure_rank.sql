with

published as (

    select * from {{ ref('rank_measure') }}

),

fill as (

    select * from {{ ref('judge__coded_record') }}

),

counted as (

    select
        published.measure,
        published.published_rank,
        count(fill.code) as fill_count
    from published
    left join fill on published.code_group = fill.code_group and fill.code_type = 'atc'
    group by all

),

ranked as (

    select
        *,
        rank() over (partition by measure order by fill_count desc) as our_rank
    from counted

)

-- Spearman's correlation of two orders; its error is that of independent ranks.
select
    measure,
    corr(published_rank, our_rank) as measured_value,
    cast(sum(fill_count) as double) as numerator,
    cast(count(*) as double) as denominator,
    cast(0 as double) as standard_error
from ranked
group by measure
