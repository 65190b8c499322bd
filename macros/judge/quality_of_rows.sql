{#
    What quality_pass keeps of each row of a table: the answers to its checks, 30 in a number; a number for its group and
    one for what it says of it; and its key where a check fails.

    Of few numbers a row, so that they can be read twice. A query of its own, for DuckDB keeps what a query with joins
    gives, but reads anew what only renames.
#}
{% macro quality_of_rows(words, of_groups, relation, key, group_key, last_run, lists, facts) -%}
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
        {% for fact, expression in facts.items() -%}
        {{ expression }} as {{ fact }},
        {% endfor -%}
        extract.last_day
    from {{ relation }} as delivered
    cross join extract
    {% for column, list in lists.items() -%}
    left join {{ list.relation }} as list_of_{{ column }}
        on {{ list.code }} = list_of_{{ column }}.{{ list.key }}
    {% endfor %}
),

answered as (

    select
        data_source,
        {% for word in words -%}
        {% for check in word -%}
        {{ '+ ' if not loop.first }}case
            when {{ check.applies }}
                then case when {{ check.fails }} then {{ 3 * 4 ** loop.index0 }} else {{ 4 ** loop.index0 }} end
            else 0
        end
        {% endfor -%}
        as answers_{{ loop.index }},
        {% endfor -%}
        {{ key | join(',\n        ') }},
        case when {{ group_key }} is not null then {{ row_hash(group_key) }} end as group_hash,
        {{ row_hash(of_groups | join(', ', attribute='columns')) }} as said_hash
    from delivered

)

select
    data_source,
    {% for word in words -%}
    answers_{{ loop.index }},
    {% endfor -%}
    group_hash,
    said_hash,
    case
        {% for word in words -%}
        when answers_{{ loop.index }} & {{ 2 * (4 ** word | length - 1) // 3 }} <> 0
            then concat_ws('-', {{ key | join(', ') }})
        {% endfor %}
    end as example_key
from answered
{%- endmacro %}
