with

claim_line as (

    {% for table, start_date in [
        ('medical_claim', 'claim_start_date'), ('pharmacy_claim', 'dispensing_date')
    ] -%}
    select
        '{{ table }}' as table_name,
        {{ table }}_id as row_key,
        claim_id,
        person_id,
        member_id,
        payer,
        plan,
        data_source,
        {{ start_date }} as start_date,
        enrollment_flag
    from {{ ref('core__' ~ table) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

member_month as (

    select * from {{ ref('preprocessing__member_month') }}

),

line_count as (

    select
        table_name,
        data_source,
        count(*) as row_count
    from claim_line
    group by
        table_name,
        data_source

),

-- A claim may begin in a covered month though none of its lines lies in one.
uncovered as (

    select
        claim_line.*,
        member_month.member_month_key is not null as began_covered
    from claim_line
    left join member_month on {{ in_member_month('claim_line', year_month('claim_line.start_date')) }}
    where claim_line.enrollment_flag = 0

),

partly_covered as (

    select distinct
        claim_line.table_name,
        claim_line.claim_id
    from claim_line
    inner join uncovered
        on claim_line.table_name = uncovered.table_name
        and claim_line.claim_id = uncovered.claim_id
    where claim_line.enrollment_flag = 1

),

told as (

    select
        uncovered.*,
        case
            when partly_covered.claim_id is null and not uncovered.began_covered then 'whole claim'
            else 'part of it'
        end as extent
    from uncovered
    left join partly_covered
        on uncovered.table_name = partly_covered.table_name
        and uncovered.claim_id = partly_covered.claim_id

),

counted as (

    select
        table_name,
        data_source,
        extent,
        count(*) as failing_count,
        min(row_key) as example_key
    from told
    group by
        table_name,
        data_source,
        extent

),

-- A plan that ends during a stay or a period of home health pays it out: such lines are after its last month.
kind as (

    select
        'whole claim' as extent,
        2 as severity,
        'line of a claim without any month of coverage' as sentence
    union all
    select
        'part of it' as extent,
        4 as severity,
        'line without a month of coverage, of a claim that has one' as sentence

)

-- Such lines are in no figure per member and month; financial_pmpm.unenrolled_claim_line says why.
select
    line_count.table_name,
    'person_id, member_id, payer, plan' as column_name,
    kind.severity,
    kind.sentence,
    line_count.data_source,
    line_count.row_count as rows_checked,
    coalesce(counted.failing_count, 0) as rows_failing,
    counted.example_key
from line_count
cross join kind
left join counted
    on line_count.table_name = counted.table_name
    and line_count.data_source is not distinct from counted.data_source
    and kind.extent = counted.extent
