{# The words of checks as rows, numbered as in the list. #}
{% macro quality_words(checks) -%}
    {% for check in checks -%}
    select
        {{ loop.index }} as check_number,
        '{{ check.columns }}' as column_name,
        {{ check.severity }} as severity,
        '{{ check.says }}' as sentence
    {{ 'union all' if not loop.last }}
    {% endfor %}
{%- endmacro %}
