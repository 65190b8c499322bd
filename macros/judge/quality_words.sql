{#
    The words of checks as rows, numbered as in the list; with `per_word`, where quality_pass keeps the answers to so many
    checks in a word each.
#}
{% macro quality_words(checks, per_word=none) -%}
    {% for check in checks -%}
    select
        {{ loop.index }} as check_number,
        {% if per_word -%}
        {{ loop.index0 // per_word + 1 }} as word,
        {{ 4 ** (loop.index0 % per_word) }} as digit,
        {% endif -%}
        '{{ check.columns }}' as column_name,
        {{ check.severity }} as severity,
        '{{ check.says }}' as sentence
    {{ 'union all' if not loop.last }}
    {% endfor %}
{%- endmacro %}
