{%- set tables = {'medical_claim': 'claim_start_date', 'pharmacy_claim': 'dispensing_date'} -%}

with

line_count as (

    {% for table in tables -%}
    select
        '{{ table }}' as table_name,
        data_source,
        count(*) as row_count
    from {{ ref('core__' ~ table) }}
    group by data_source
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

enrollment_segment as (

    select * from {{ ref('preprocessing__enrollment_segment') }}

),

-- Few lines are uncovered: only of those more than the source is read.
uncovered_line as (

    {% for table, start_date in tables.items() -%}
    select
        '{{ table }}' as table_name,
        {{ table }}_id as row_key,
        claim_id,
        person_id,
        member_id,
        payer,
        plan,
        data_source,
        {{ start_date }} as start_date
    from {{ ref('core__' ~ table) }}
    where enrollment_flag = 0
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

-- A claim may begin in a covered month though none of its lines lies in one.
uncovered as (

    select
        uncovered_line.*,
        enrollment_segment.member_key is not null as began_covered
    from uncovered_line
    left join enrollment_segment
        on {{ in_enrollment_segment('uncovered_line', year_month('uncovered_line.start_date')) }}

),

uncovered_claim as (

    select distinct
        table_name,
        claim_id
    from uncovered_line

),

partly_covered as (

    {% for table in tables -%}
    select distinct
        uncovered_claim.table_name,
        uncovered_claim.claim_id
    from {{ ref('core__' ~ table) }} as line
    inner join uncovered_claim on line.claim_id = uncovered_claim.claim_id
    where line.enrollment_flag = 1 and uncovered_claim.table_name = '{{ table }}'
    {{ 'union all' if not loop.last }}
    {% endfor %}
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
