{# What cohort_comparison adds up over months of people beside the months themselves, a column each. #}
{% macro compared_quantities() %}
    {%- do return([
        'acute_inpatient_stays', 'emergency_visits', 'office_visits', 'paid_amount', 'index_stays', 'readmissions',
        'deaths',
    ]) -%}
{% endmacro %}


{# Their sums, and that of the months, as columns of a select list. #}
{% macro compared_sums(table=none) -%}
    {%- for quantity in compared_quantities() + ['member_months'] -%}
    sum({{ table ~ '.' if table }}{{ quantity }}) as {{ quantity }}{{ ',\n        ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
