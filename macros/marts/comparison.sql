{# What cohort_comparison adds up over months of people beside the months themselves, a column each. #}
{% macro compared_quantities() %}
    {%- do return([
        'acute_inpatient_stays', 'emergency_visits', 'office_visits', 'paid_amount', 'index_stays', 'readmissions',
        'deaths',
    ]) -%}
{% endmacro %}
