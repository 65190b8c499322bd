with

person_month as (

    select * from {{ ref('cohort_comparison__person_month') }}

),

member as (

    select * from {{ ref('cohorts__member') }}

),

person_year as (

    select
        person_id,
        sex,
        age_band,
        payer_type,
        year,
        {{ compared_sums() }}
    from person_month
    group by all

),

everyone as (

    select
        sex,
        age_band,
        payer_type,
        year,
        {{ compared_sums() }}
    from person_year
    group by all

),

ever as (

    select
        ever_member.cohort,
        person_year.sex,
        person_year.age_band,
        person_year.payer_type,
        person_year.year,
        {{ compared_sums('person_year') }}
    from (
        select distinct
            cohort,
            person_id
        from member
    ) as ever_member
    inner join person_year
        on ever_member.person_id = person_year.person_id
    group by all

),

-- The month of entry is not at risk: what brings someone into a cohort must not count against it.
at_risk as (

    select
        member.cohort,
        member.person_id,
        person_month.sex,
        person_month.age_band,
        person_month.payer_type,
        person_month.year,
        {{ compared_sums('person_month') }}
    from member
    inner join person_month
        on member.person_id = person_month.person_id
        and member.cohort_start_date < person_month.month_start
        and member.cohort_end_date >= person_month.month_start
    group by all

),

-- A person counts in the first stratum with time at risk, so that persons add up over strata.
numbered as (

    select
        *,
        row_number() over (
            partition by cohort, person_id
            order by year, payer_type, age_band, sex
        ) as place
    from at_risk

),

mine as (

    select
        cohort,
        sex,
        age_band,
        payer_type,
        year,
        {{ compared_sums() }},
        sum(case when place = 1 then 1 else 0 end) as persons
    from numbered
    group by all

)

select
    mine.cohort,
    mine.sex,
    mine.age_band,
    mine.payer_type,
    mine.year,
    cast(mine.persons as bigint) as persons,
    {% for quantity in compared_quantities() -%}
    {% set type = 'decimal(18, 2)' if quantity == 'paid_amount' else 'bigint' -%}
    cast(mine.{{ quantity }} as {{ type }}) as {{ quantity }},
    cast(everyone.{{ quantity }} - ever.{{ quantity }} as {{ type }}) as others_{{ quantity }},
    {% endfor -%}
    cast(mine.member_months as bigint) as member_months,
    cast(everyone.member_months - ever.member_months as bigint) as others_member_months
from mine
inner join everyone
    on mine.sex = everyone.sex and mine.age_band = everyone.age_band
    and mine.payer_type = everyone.payer_type and mine.year = everyone.year
inner join ever
    on mine.cohort = ever.cohort
    and mine.sex = ever.sex and mine.age_band = ever.age_band
    and mine.payer_type = ever.payer_type and mine.year = ever.year
