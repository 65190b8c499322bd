{# Procedures and services of the value set, from claims and charts, on the day they were done. #}
{% macro procedures(value_set, setting=none, claim_type=none, specialty=none, source=none) %}
    {%- do _must_know('procedures', kwargs, ['value_set', 'setting', 'claim_type', 'specialty', 'source']) -%}
    {%- do return(_coded_events('procedures', 'a procedure or service: ' ~ _said(value_set), {
        'value_set': value_set, 'setting': setting, 'claim_type': claim_type, 'specialty': specialty, 'source': source,
    }, [{
        'name': 'procedure', 'key': 'procedure_id', 'date': 'procedure_date',
        'code_type': 'normalized_code_type', 'code': 'normalized_code', 'clinician': 'practitioner_id',
        'source': {'claims': 'claim_id is not null', 'charts': 'claim_id is null'},
    }])) -%}
{% endmacro %}
