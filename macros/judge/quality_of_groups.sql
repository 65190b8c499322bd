{#
    Asks the checks of groups, a claim or a person, which should have one value on all of their rows: one row per check
    and source. `noted` has a number for the group of each row and one for what the row says of it.
#}
{% macro quality_of_groups(checks, relation, group_key, noted) -%}
{%- set group_columns = checks | map(attribute='columns') | list -%}
with

-- Most groups say the same on every row: only of the others are the rows read again.
grouped as (

    select
        data_source,
        group_hash,
        min(said_hash) <> max(said_hash) as is_divided
    from {{ noted }}
    where group_hash is not null
    group by
        data_source,
        group_hash

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
        on {{ row_hash('delivered.' ~ group_key) }} = grouped.group_hash
        and delivered.data_source is not distinct from grouped.data_source
    where grouped.is_divided
    group by
        delivered.data_source,
        delivered.{{ group_key }}

),

failing_group as (

    {% for check in checks -%}
    select
        {{ loop.index }} as check_number,
        data_source,
        count(*) as failing_count,
        min(group_key) as example_key
    from divided
    where {{ check.fails }}
    group by data_source
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

group_check as (

    {{ quality_words(checks) }}

)

select
    group_check.column_name,
    group_check.severity,
    group_check.sentence || ' for one {{ group_key }}' as sentence,
    group_count.data_source,
    group_count.groups as rows_checked,
    coalesce(failing_group.failing_count, 0) as rows_failing,
    failing_group.example_key
from group_count
cross join group_check
left join failing_group
    on group_check.check_number = failing_group.check_number
    and group_count.data_source is not distinct from failing_group.data_source
{%- endmacro %}
