{#
    Encounters whose type stands in the value set, from their first to their last day; on='end' is the day of discharge
    alone, for what is counted from there.
#}
{% macro encounters(value_set, on='start', setting=none, specialty=none, source=none) %}
    {%- do _must_know('encounters', kwargs, ['value_set', 'on', 'setting', 'specialty', 'source']) -%}
    {%- do _must_be_one_of('on', on, ['start', 'end']) -%}
    {%- set noun = ('the end of ' if on == 'end' else '') ~ 'an encounter of type ' ~ _said(value_set) -%}
    {%- do return(_coded_events('encounters', noun, {
        'value_set': value_set, 'on': on, 'setting': setting, 'specialty': specialty, 'source': source,
    }, [{
        'name': 'encounter', 'key': 'encounter_id',
        'date': 'encounter_' ~ on ~ '_date', 'end_date': 'encounter_end_date',
        'code_type': "'encounter-type'", 'code': 'encounter_type', 'setting': _setting_of() | indent(8),
        'clinician': 'attending_provider_id',
        'source': {'claims': "encounter_source_type = 'claim'", 'charts': "encounter_source_type = 'clinical'"},
    }])) -%}
{% endmacro %}
