{#
    Drugs of the value set: what the clinic ordered (charts) and what the pharmacy filled (claims). The event lasts as
    long as the supply. An order may be known by its NDC, its RxNorm drug and its ATC class; a fill by its NDC alone.
#}
{% macro medications(value_set, setting=none, specialty=none, source=none) %}
    {%- do _must_know('medications', kwargs, ['value_set', 'setting', 'specialty', 'source']) -%}
    {%- set tables = [] -%}
    {%- if source != 'claims' -%}
        {%- for code_type, code in [('ndc', 'ndc_code'), ('rxnorm', 'rxnorm_code'), ('atc', 'atc_code')] -%}
            {%- do tables.append({
                'name': 'medication', 'key': 'medication_id',
                'date': 'coalesce(dispensing_date, prescribing_date)',
                'end_date': _supply_end('coalesce(dispensing_date, prescribing_date)'),
                'code_type': "'" ~ code_type ~ "'", 'code': code, 'clinician': 'practitioner_id',
            }) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- if source != 'charts' -%}
        {%- do tables.append({
            'name': 'pharmacy_claim', 'key': 'pharmacy_claim_id',
            'date': 'dispensing_date', 'end_date': _supply_end('dispensing_date'),
            'code_type': "'ndc'", 'code': 'ndc_code', 'setting': "'pharmacy'",
            'encounter': 'cast(null as ' ~ dbt.type_string() ~ ')', 'clinician': 'prescribing_provider_id',
        }) -%}
    {%- endif -%}
    {%- set noun = {'charts': 'an order', 'claims': 'a fill'}.get(source, 'an order or fill') ~ ' of ' -%}
    {%- do return(_coded_events('medications', noun ~ _said(value_set), {
        'value_set': value_set, 'setting': setting, 'specialty': specialty, 'source': source,
    }, tables)) -%}
{% endmacro %}


{# The last day that a supply covers; the day itself when the supply is not known. #}
{% macro _supply_end(start_date) %}
    {%- do return(_shifted('day', 'greatest(coalesce(days_supply, 1), 1) - 1', start_date)) -%}
{% endmacro %}
