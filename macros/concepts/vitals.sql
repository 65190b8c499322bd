{# Vital signs of the value set, by their LOINC codes alone, on the day they were taken. #}
{% macro vitals(value_set, at_least=none, at_most=none, unit=none, setting=none, specialty=none) %}
    {%- do _must_know('vitals', kwargs, ['value_set', 'at_least', 'at_most', 'unit', 'setting', 'specialty']) -%}
    {%- do return(_measured('vitals', 'a reading of ', {
        'value_set': value_set, 'at_least': at_least, 'at_most': at_most, 'unit': unit, 'setting': setting,
        'specialty': specialty,
    }, _observed(["normalized_code_type = 'loinc'"]))) -%}
{% endmacro %}
