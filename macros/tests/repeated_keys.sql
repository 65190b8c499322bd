{#
    The keys that stand in more than one row, with the number of their rows. The rows are counted against the hashes of
    their keys first, which is faster than to group texts; only when hashes are fewer are the keys themselves read. With
    `is_filled`, a key that lacks a part is a fault too, in however few rows.
#}
{% macro repeated_keys(model, columns, is_filled) %}
    {%- set key = columns | join(', ') -%}
    {%- set lacks_a_part = columns | join(' is null\n        or ') ~ ' is null' -%}
    with hashed as (
        select
            {% if is_filled %}
            case when {{ lacks_a_part }} then null else {{ row_hash(key) }} end as key_hash
            {% else %}
            {{ row_hash(key) }} as key_hash
            {% endif %}
        from {{ model }}
    ),

    counted as (
        select
            count(*) as row_count,
            count(distinct key_hash) as hash_count
        from hashed
    )

    select
        {{ key }},
        count(*) as row_count
    from {{ model }}
    where exists (select 1 from counted where hash_count < row_count)
    group by {{ key }}
    having count(*) > 1 {{ 'or ' ~ lacks_a_part if is_filled }}
{% endmacro %}
