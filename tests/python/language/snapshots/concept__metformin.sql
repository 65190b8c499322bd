with

medications_1 as (

    with

    records as (

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

    ),

    encounter as (

        select * from "careworld"."core"."encounter"

    ),

    value_set as (

        select * from "careworld"."value_sets"."metformin"

    ),

    codes as (

        -- A code is compared with the value set once, however many records carry it.
        select distinct
            recorded.code_type,
            recorded.code
        from (select distinct code_type, code from records) as recorded
        inner join value_set
            on recorded.code_type = value_set.code_type
            and (
                recorded.code = value_set.code
                or (value_set.match_type = 'prefix' and recorded.code like concat(value_set.code, '%'))
            )

    )

    select
        records.person_id,
        records.event_date,
        records.event_end_date,
        records.code_type,
        records.code,
        records.value,
        coalesce(records.setting, case
            when encounter.encounter_type = 'emergency department' then 'emergency'
            when encounter.encounter_group = 'inpatient' then 'inpatient'
            when encounter.encounter_group in ('outpatient', 'office based') then 'outpatient'
            else 'other'
        end) as setting,
        records.position,
        records.encounter_id,
        records.source_table,
        records.source_id
    from records
    inner join codes
        on records.code_type = codes.code_type
        and records.code = codes.code
    left join encounter
        on records.encounter_id = encounter.encounter_id
    where records.event_date is not null
    -- A record that carries several matching codes (a drug as NDC and as ATC class) is one event.
    qualify row_number() over (
        partition by records.source_table, records.source_id
        order by records.code_type, records.code
    ) = 1

),

events as (

    select * from medications_1

)

select
    person_id,
    event_date,
    event_end_date,
    code_type,
    code,
    value,
    setting,
    position,
    encounter_id,
    source_table,
    source_id
from events
