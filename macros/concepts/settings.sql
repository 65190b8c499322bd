{# Where an event took place, in the five words that a definition may use. #}
{% macro settings() %}
    {%- do return(['inpatient', 'emergency', 'outpatient', 'pharmacy', 'other']) -%}
{% endmacro %}


{# The setting of an encounter; a record without an encounter has the setting other. #}
{% macro _setting_of(encounter) -%}
    case
        when {{ encounter }}.encounter_type = 'emergency department' then 'emergency'
        when {{ encounter }}.encounter_group = 'inpatient' then 'inpatient'
        when {{ encounter }}.encounter_group in ('outpatient', 'office based') then 'outpatient'
        else 'other'
    end
{%- endmacro %}
