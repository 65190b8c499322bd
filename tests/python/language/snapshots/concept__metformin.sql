with

event as (

    with

    code as (

        select
            recorded.code_type,
            recorded.code
        from "careworld"."concepts"."recorded_code" as recorded
        inner join "careworld"."value_sets"."metformin" as value_set
            on (
                recorded.code_type = value_set.code_type
                and case
                    when value_set.match_type in ('exact', 'not_exact') then recorded.code = value_set.code
                    else left(recorded.code, length(value_set.code)) = value_set.code
                end
            )
            or (
                value_set.code_type = 'atc'
                and case
                    when value_set.match_type in ('exact', 'not_exact') then recorded.atc_code = value_set.code
                    else left(recorded.atc_code, length(value_set.code)) = value_set.code
                end
            )
        where recorded.source_table in ('core.medication', 'core.pharmacy_claim')
        group by
            recorded.code_type,
            recorded.code
        having count(case when value_set.match_type in ('not_exact', 'not_prefix') then 1 end) = 0

    ),

    record as (

        select
            person_id,
            coalesce(dispensing_date, prescribing_date) as event_date,
            cast((coalesce(dispensing_date, prescribing_date) + cast(greatest(coalesce(days_supply, 1), 1) - 1 as bigint) * interval 1 day) as date) as event_end_date,
            'ndc' as code_type,
            ndc_code as code,
            cast(null as double) as value,
            cast(null as TEXT) as setting,
            cast(null as integer) as position,
            encounter_id,
            'core.medication' as source_table,
            medication_id as source_id
        from "careworld"."core"."medication"
        where ndc_code in (select code.code from code)
        union all
        select
            person_id,
            coalesce(dispensing_date, prescribing_date) as event_date,
            cast((coalesce(dispensing_date, prescribing_date) + cast(greatest(coalesce(days_supply, 1), 1) - 1 as bigint) * interval 1 day) as date) as event_end_date,
            'rxnorm' as code_type,
            rxnorm_code as code,
            cast(null as double) as value,
            cast(null as TEXT) as setting,
            cast(null as integer) as position,
            encounter_id,
            'core.medication' as source_table,
            medication_id as source_id
        from "careworld"."core"."medication"
        where rxnorm_code in (select code.code from code)
        union all
        select
            person_id,
            coalesce(dispensing_date, prescribing_date) as event_date,
            cast((coalesce(dispensing_date, prescribing_date) + cast(greatest(coalesce(days_supply, 1), 1) - 1 as bigint) * interval 1 day) as date) as event_end_date,
            'atc' as code_type,
            atc_code as code,
            cast(null as double) as value,
            cast(null as TEXT) as setting,
            cast(null as integer) as position,
            encounter_id,
            'core.medication' as source_table,
            medication_id as source_id
        from "careworld"."core"."medication"
        where atc_code in (select code.code from code)
        union all
        select
            person_id,
            dispensing_date as event_date,
            cast((dispensing_date + cast(greatest(coalesce(days_supply, 1), 1) - 1 as bigint) * interval 1 day) as date) as event_end_date,
            'ndc' as code_type,
            ndc_code as code,
            cast(null as double) as value,
            'pharmacy' as setting,
            cast(null as integer) as position,
            cast(null as TEXT) as encounter_id,
            'core.pharmacy_claim' as source_table,
            pharmacy_claim_id as source_id
        from "careworld"."core"."pharmacy_claim"
        where ndc_code in (select code.code from code)

    ),

    encounter as (

        select * from "careworld"."concepts"."encounter_setting"

    ),

    placed as (

        select
            record.person_id,
            record.event_date,
            record.event_end_date,
            record.code_type,
            record.code,
            record.value,
            coalesce(record.setting, encounter.setting, 'other') as setting,
            record.position,
            record.encounter_id,
            record.source_table,
            record.source_id
        from record
        inner join code
            on record.code_type = code.code_type
            and record.code = code.code
        left join encounter
            on record.encounter_id = encounter.encounter_id
        where record.event_date is not null

    )

    select * from placed
    -- A record that carries several matching codes (a drug as NDC and as ATC class) is one event.
    qualify row_number() over (
        partition by source_table, source_id
        order by code_type, code
    ) = 1

)

select
    cast(person_id as TEXT) as person_id,
    cast(event_date as date) as event_date,
    cast(event_end_date as date) as event_end_date,
    cast(code_type as TEXT) as code_type,
    cast(code as TEXT) as code,
    cast(value as double) as value,
    cast(setting as TEXT) as setting,
    cast(position as integer) as position,
    cast(encounter_id as TEXT) as encounter_id,
    cast(source_table as TEXT) as source_table,
    cast(source_id as TEXT) as source_id
from event
