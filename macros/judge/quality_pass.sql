{#
    Asks all checks of a table of the input layer and gives one row per check and source. The rows are read once for
    the checks of rows, and once more for those of groups: a claim or a person.

    `key` are the columns that name a row, `group_key` the column of the group, `last_run` the relation of the extract,
    `lists` the code lists by the column they know.
#}
{% macro quality_pass(table, relation, key, group_key, last_run, lists) -%}
{%- set checks = quality_checks(table) -%}
{%- set of_rows = checks | rejectattr('of_group') | list -%}
{%- set of_groups = checks | selectattr('of_group') | list -%}
{%- set group_columns = of_groups | map(attribute='columns') | list -%}

with

extract as (

    select coalesce(cast(tuva_last_run as date), date '2050-01-01') as last_day
    from {{ last_run }}

),

delivered as (

    select
        delivered.*,
        {% for column, list in lists.items() -%}
        list_of_{{ column }}.{{ list.key }} is not null as is_listed_{{ column }},
        {% endfor -%}
        extract.last_day
    from {{ relation }} as delivered
    cross join extract
    {% for column, list in lists.items() -%}
    left join {{ list.relation }} as list_of_{{ column }}
        on {{ list.code }} = list_of_{{ column }}.{{ list.key }}
    {% endfor %}
),

-- 1 fails, 0 passes, null is not asked.
asked as (

    select
        data_source,
        {% for column in key -%}
        {{ column }},
        {% endfor -%}
        {% for check in of_rows -%}
        case when {{ check.applies }} then case when {{ check.fails }} then 1 else 0 end end
            as row_{{ loop.index }}{{ ',' if not loop.last }}
        {% endfor %}
    from delivered

),

counted as (

    select
        data_source,
        {% for check in of_rows -%}
        count(row_{{ loop.index }}) as checked_{{ loop.index }},
        coalesce(sum(row_{{ loop.index }}), 0) as failing_{{ loop.index }},
        min(case when row_{{ loop.index }} = 1 then concat_ws('-', {{ key | join(', ') }}) end)
            as example_{{ loop.index }}{{ ',' if not loop.last }}
        {% endfor %}
    from asked
    group by data_source

),

-- Most groups say the same on every row: two small numbers tell which do not.
grouped as (

    select
        data_source,
        {{ group_key }} as group_key,
        min(hash({{ group_columns | join(', ') }})) <> max(hash({{ group_columns | join(', ') }})) as is_divided
    from {{ relation }}
    where {{ group_key }} is not null
    group by
        data_source,
        {{ group_key }}

),

group_count as (

    select
        data_source,
        count(*) as groups
    from grouped
    group by data_source

),

divided as (

    select
        delivered.data_source,
        delivered.{{ group_key }} as group_key,
        {% for column in group_columns -%}
        min(delivered.{{ column }}) as least_{{ column }},
        max(delivered.{{ column }}) as most_{{ column }}{{ ',' if not loop.last }}
        {% endfor %}
    from {{ relation }} as delivered
    inner join grouped
        on delivered.{{ group_key }} = grouped.group_key
        and delivered.data_source is not distinct from grouped.data_source
    where grouped.is_divided
    group by
        delivered.data_source,
        delivered.{{ group_key }}

),

counted_group as (

    select
        data_source,
        {% for check in of_groups -%}
        sum(case when {{ check.fails }} then 1 else 0 end) as failing_{{ loop.index }},
        min(case when {{ check.fails }} then group_key end) as example_{{ loop.index }}{{ ',' if not loop.last }}
        {% endfor %}
    from divided
    group by data_source

),

row_check as (

    {{ quality_words(of_rows) }}

),

group_check as (

    {{ quality_words(of_groups) }}

)

select
    '{{ table }}' as table_name,
    row_check.column_name,
    row_check.severity,
    row_check.sentence,
    counted.data_source,
    {% for answer, name in {'checked': 'rows_checked', 'failing': 'rows_failing', 'example': 'example_key'}.items() -%}
    case row_check.check_number
        {% for check in of_rows -%}
        when {{ loop.index }} then counted.{{ answer }}_{{ loop.index }}
        {% endfor %}
    end as {{ name }}{{ ',' if not loop.last }}
    {% endfor %}
from counted
cross join row_check

union all

select
    '{{ table }}' as table_name,
    group_check.column_name,
    group_check.severity,
    group_check.sentence || ' for one {{ group_key }}' as sentence,
    group_count.data_source,
    group_count.groups as rows_checked,
    coalesce(case group_check.check_number
        {% for check in of_groups -%}
        when {{ loop.index }} then counted_group.failing_{{ loop.index }}
        {% endfor %}
    end, 0) as rows_failing,
    case group_check.check_number
        {% for check in of_groups -%}
        when {{ loop.index }} then counted_group.example_{{ loop.index }}
        {% endfor %}
    end as example_key
from group_count
cross join group_check
left join counted_group on group_count.data_source is not distinct from counted_group.data_source
{%- endmacro %}
