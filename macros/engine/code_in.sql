{#
    True when the code stands in a cell of a rule table: codes, beginnings of codes and ranges, parted by
    blanks, as in `11 12 15-18`. An empty cell asks for nothing: it takes every code, and no code.
#}
{% macro code_in(code, cell) -%}
    {{ return(adapter.dispatch('code_in', 'careworld')(code, cell)) }}
{%- endmacro %}

{% macro default__code_in(code, cell) -%}
    (
        coalesce({{ cell }}, '') = ''
        or len(list_filter(
            string_split({{ cell }}, ' '),
            lambda item: left({{ code }}, length(split_part(item, '-', 1)))
                between split_part(item, '-', 1) and split_part(item, '-', -1)
        )) > 0
    )
{%- endmacro %}

{% macro spark__code_in(code, cell) -%}
    (
        coalesce({{ cell }}, '') = ''
        or exists(
            split({{ cell }}, ' '),
            item -> left({{ code }}, length(split_part(item, '-', 1)))
                between split_part(item, '-', 1) and split_part(item, '-', -1)
        )
    )
{%- endmacro %}
