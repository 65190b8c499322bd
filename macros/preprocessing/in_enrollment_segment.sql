{# That a line falls into a month of coverage: the same person, member number, plan, source and calendar month. #}
{% macro in_enrollment_segment(line, year_month=none) -%}
    {%- for column in member_columns() -%}
    {{ line }}.{{ column }} = enrollment_segment.{{ column }}
    and {% endfor -%}
    {{ year_month or line ~ '.year_month' }}
    between enrollment_segment.first_year_month and enrollment_segment.last_year_month
{%- endmacro %}
