{# What is said of an event, as text: each mark whose condition holds, followed by a bar. #}
{% macro marks(conditions) -%}
    {% for mark, condition in conditions.items() -%}
    case when {{ condition }} then '{{ mark }}|' else '' end
    {%- if not loop.last %}
    || {% endif %}
    {%- endfor %}
{%- endmacro %}
