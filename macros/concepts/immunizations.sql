{# Doses of the vaccines of the value set (CVX codes) that were given, on the day they were given. #}
{% macro immunizations(value_set, setting=none, specialty=none) %}
    {%- do _must_know('immunizations', kwargs, ['value_set', 'setting', 'specialty']) -%}
    {%- do return(_coded_events('immunizations', 'a dose of ' ~ _said(value_set), {
        'value_set': value_set, 'setting': setting, 'specialty': specialty,
    }, [{
        'name': 'immunization', 'key': 'immunization_id', 'date': 'occurrence_date',
        'code_type': 'normalized_code_type', 'code': 'normalized_code', 'clinician': 'practitioner_id',
        'only': ["coalesce(status, 'completed') = 'completed'"],
    }])) -%}
{% endmacro %}
