{# Laboratory results of the value set on the day of the draw; with a threshold, only numeric results in that unit. #}
{% macro labs(value_set, at_least=none, at_most=none, unit=none, setting=none, specialty=none) %}
    {%- do _must_know('labs', kwargs, ['value_set', 'at_least', 'at_most', 'unit', 'setting', 'specialty']) -%}
    {%- do return(_measured('labs', 'a result of ', {
        'value_set': value_set, 'at_least': at_least, 'at_most': at_most, 'unit': unit, 'setting': setting,
        'specialty': specialty,
    }, {
        'name': 'lab_result', 'key': 'lab_result_id',
        'date': 'cast(coalesce(collection_datetime, result_datetime) as date)',
        'code_type': 'normalized_component_type', 'code': 'normalized_component_code',
        'clinician': 'ordering_practitioner_id',
    })) -%}
{% endmacro %}
