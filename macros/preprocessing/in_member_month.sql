{# That a line falls into a month of coverage: the same person, member number, plan, source and calendar month. #}
{% macro in_member_month(line, year_month=none) -%}
    {%- for column in ['person_id', 'member_id', 'payer', 'plan', 'data_source'] -%}
    {{ line }}.{{ column }} = member_month.{{ column }}
    and {% endfor -%}
    {{ year_month or line ~ '.year_month' }} = member_month.year_month
{%- endmacro %}
