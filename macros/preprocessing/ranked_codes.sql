{#
    The codes that stand in 25 numbered columns of a claim as rows: a row per claim and rank that is filled. `claims` is
    a step or table, `stems` the beginnings of the numbered columns, the code's own first, `columns` what stays beside
    them. Ranks meet claims by equality with the last one filled, so that claims are read once.
#}
{% macro ranked_codes(claims, columns, stems) -%}
{%- set code = stems[0] -%}
with

filled as (

    select
        *,
        greatest(
            {% for i in range(1, 26) -%}
            case when {{ code }}_{{ i }} is null then 0 else {{ i }} end{{ ',' if not loop.last }}
            {% endfor %}
        ) as last_rank
    from {{ claims }}

),

position as (

    {% for i in range(1, 26) -%}
    select {{ i }} as code_rank
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

reached as (

    select
        last_position.code_rank as last_rank,
        position.code_rank
    from position as last_position
    inner join position on last_position.code_rank >= position.code_rank

),

ranked as (

    select
        {% for column in columns -%}
        filled.{{ column }},
        {% endfor -%}
        {% for stem in stems -%}
        case reached.code_rank
            {% for i in range(1, 26) -%}
            when {{ i }} then filled.{{ stem }}_{{ i }}
            {% endfor %}
        end as {{ stem }},
        {% endfor -%}
        reached.code_rank
    from filled
    inner join reached on filled.last_rank = reached.last_rank

)

select * from ranked
where {{ code }} is not null
{%- endmacro %}
