{#
    The names of all concepts and cohorts. Nobody edits this file: python/dbt_careworld.py, a plugin of dbt, writes it
    before dbt reads it, whenever a file of models/concepts or models/cohorts has come or gone.
#}

{% macro all_concepts() %}
    {%- do return(_defined('concept', [
        'acute_inpatient_stay',
        'diabetes',
        'elevated_hemoglobin_a1c',
        'hemoglobin_a1c_test',
        'metformin',
        'type_1_diabetes',
        'type_2_diabetes',
    ])) -%}
{% endmacro %}

{% macro all_cohorts() %}
    {%- do return(_defined('cohort', [
        'diabetes',
        'type_2_diabetes',
    ])) -%}
{% endmacro %}
