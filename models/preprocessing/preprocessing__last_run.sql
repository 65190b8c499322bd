with

eligibility as (

    select
        ingest_datetime,
        file_date
    from {{ ref('input_layer__eligibility') }}

),

patient as (

    select ingest_datetime from {{ ref('input_layer__patient') }}

),

-- A payer without charts, a clinic without coverage, or both.
delivery as (

    select coalesce(ingest_datetime, cast(file_date as timestamp)) as delivered_at
    from eligibility
    union all
    select ingest_datetime as delivered_at
    from patient

)

-- Not the time of the run: building the same data twice must give the same tables.
select max(delivered_at) as tuva_last_run
from delivery
