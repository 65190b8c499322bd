with

person_month as (

    select * from {{ ref('cohort_comparison__person_month') }}

),

member as (

    select * from {{ ref('cohorts__member') }}

),

ever_member as (

    select distinct
        cohort,
        person_id
    from member

),

-- The month of entry is not at risk: what brings someone into a cohort must not count against it.
ever_month as (

    select
        ever_member.cohort,
        person_month.*,
        case when member.person_id is null then 0 else 1 end as is_member
    from ever_member
    inner join person_month
        on ever_member.person_id = person_month.person_id
    left join member
        on ever_member.cohort = member.cohort
        and ever_member.person_id = member.person_id
        and person_month.month_start > member.cohort_start_date
        and person_month.month_start <= member.cohort_end_date

),

person_stratum as (

    select
        cohort,
        person_id,
        sex,
        age_band,
        payer_type,
        year,
        {% for quantity in compared_quantities() -%}
        sum({{ quantity }}) as ever_{{ quantity }},
        sum(is_member * {{ quantity }}) as {{ quantity }},
        {% endfor -%}
        sum(member_months) as ever_member_months,
        sum(is_member * member_months) as member_months
    from ever_month
    group by
        cohort,
        person_id,
        sex,
        age_band,
        payer_type,
        year

),

-- A person counts in the first stratum with time at risk, so that persons add up over strata.
numbered as (

    select
        *,
        row_number() over (
            partition by cohort, person_id
            order by case when member_months > 0 then 0 else 1 end, year, payer_type, age_band, sex
        ) as place
    from person_stratum

),

cohort_stratum as (

    select
        cohort,
        sex,
        age_band,
        payer_type,
        year,
        {% for quantity in compared_quantities() -%}
        sum(ever_{{ quantity }}) as ever_{{ quantity }},
        sum({{ quantity }}) as {{ quantity }},
        {% endfor -%}
        sum(ever_member_months) as ever_member_months,
        sum(member_months) as member_months,
        sum(case when place = 1 and member_months > 0 then 1 else 0 end) as persons
    from numbered
    group by
        cohort,
        sex,
        age_band,
        payer_type,
        year

),

everyone as (

    select
        sex,
        age_band,
        payer_type,
        year,
        {% for quantity in compared_quantities() -%}
        sum({{ quantity }}) as {{ quantity }},
        {% endfor -%}
        sum(member_months) as member_months
    from person_month
    group by
        sex,
        age_band,
        payer_type,
        year

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
    cast(everyone.{{ quantity }} - mine.ever_{{ quantity }} as {{ type }}) as others_{{ quantity }},
    {% endfor -%}
    cast(mine.member_months as bigint) as member_months,
    cast(everyone.member_months - mine.ever_member_months as bigint) as others_member_months
from cohort_stratum as mine
inner join everyone
    on mine.sex = everyone.sex
    and mine.age_band = everyone.age_band
    and mine.payer_type = everyone.payer_type
    and mine.year = everyone.year
where mine.member_months > 0
