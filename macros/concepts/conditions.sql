{# Diagnoses of the value set, from claims and charts, on the day they were recorded. #}
{% macro conditions(
    value_set, position='any', present_on_admission=none, setting=none, claim_type=none, specialty=none, source=none
) %}
    {%- do _must_know('conditions', kwargs, [
        'value_set', 'position', 'present_on_admission', 'setting', 'claim_type', 'specialty', 'source'
    ]) -%}
    {%- do _must_be_one_of('position', position, ['any', 'primary', 'first_or_second']) -%}
    {%- if present_on_admission is not none -%}
        {%- do _must_be_one_of('present_on_admission', present_on_admission, [true, false]) -%}
    {%- endif -%}

    {%- set only = [] -%}
    {%- if position == 'primary' -%} {%- do only.append('condition_rank = 1') -%} {%- endif -%}
    {%- if position == 'first_or_second' -%} {%- do only.append('condition_rank in (1, 2)') -%} {%- endif -%}
    {#- As CMS pays: W, could not be determined, counts as present; U, not documented, as not. -#}
    {%- if present_on_admission is not none -%}
        {%- do only.append('present_on_admit_code in (' ~ ("'Y', 'W'" if present_on_admission else "'N', 'U'") ~ ')') -%}
    {%- endif -%}

    {%- set place = '' if position == 'any' else position | replace('_', ' ') ~ ' ' -%}
    {%- set noun = 'a ' ~ place ~ 'diagnosis of ' ~ _said(value_set) -%}
    {%- if present_on_admission is not none -%}
        {%- set noun = noun ~ (' present' if present_on_admission else ' not present') ~ ' on admission' -%}
    {%- endif -%}
    {%- do return(_coded_events('conditions', noun, {
        'value_set': value_set, 'position': position, 'present_on_admission': present_on_admission,
        'setting': setting, 'claim_type': claim_type, 'specialty': specialty, 'source': source,
    }, [{
        'name': 'condition', 'key': 'condition_id', 'date': 'recorded_date',
        'code_type': 'normalized_code_type', 'code': 'normalized_code', 'position': 'condition_rank',
        'source': {'claims': 'claim_id is not null', 'charts': 'claim_id is null'}, 'only': only,
    }])) -%}
{% endmacro %}
