{# Observations of the value set (scores of questionnaires, habits, vital signs too), on the day they were made. #}
{% macro observations(value_set, at_least=none, at_most=none, unit=none, setting=none, specialty=none) %}
    {%- do _must_know('observations', kwargs, ['value_set', 'at_least', 'at_most', 'unit', 'setting', 'specialty']) -%}
    {%- do return(_measured('observations', 'an observation of ', {
        'value_set': value_set, 'at_least': at_least, 'at_most': at_most, 'unit': unit, 'setting': setting,
        'specialty': specialty,
    }, _observed([]))) -%}
{% endmacro %}


{# core.observation as a table of coded records; it names no clinician. #}
{% macro _observed(only) %}
    {%- do return({
        'name': 'observation', 'key': 'observation_id', 'date': 'observation_date',
        'code_type': 'normalized_code_type', 'code': 'normalized_code', 'only': only,
    }) -%}
{% endmacro %}
