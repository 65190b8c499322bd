{# The words of checks as rows, numbered as in the list; `word` and `digit` are where quality_pass keeps the answers. #}
{% macro quality_words(checks) -%}
    {% for check in checks -%}
    select
        {{ loop.index }} as check_number,
        {{ loop.index0 // 30 + 1 }} as word,
        {{ 4 ** (loop.index0 % 30) }} as digit,
        '{{ check.columns }}' as column_name,
        {{ check.severity }} as severity,
        '{{ check.says }}' as sentence
    {{ 'union all' if not loop.last }}
    {% endfor %}
{%- endmacro %}
