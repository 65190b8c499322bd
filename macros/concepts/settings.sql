{#
    Where an event took place, in the words that a definition may use. Two of them are parts of another: skilled nursing
    is inpatient care and home health is outpatient care, for rules that name them (as those of CMS do) and for those
    that do not.
#}
{% macro settings() %}
    {%- do return([
        'inpatient', 'skilled_nursing', 'emergency', 'outpatient', 'home_health', 'pharmacy', 'other'
    ]) -%}
{% endmacro %}


{# The settings asked for, with their parts: asking for inpatient finds skilled nursing too. #}
{% macro settings_within(wanted) %}
    {%- set parts = {'inpatient': ['skilled_nursing'], 'outpatient': ['home_health']} -%}
    {%- set within = [] -%}
    {%- for setting in wanted -%}
        {%- do _must_be_one_of('setting', setting, settings()) -%}
        {%- do within.extend([setting] + parts.get(setting, [])) -%}
    {%- endfor -%}
    {%- do return(within | unique | list) -%}
{% endmacro %}


{# The setting of an encounter. #}
{% macro _setting_of() -%}
case
    when encounter_type = 'emergency department' then 'emergency'
    when encounter_type = 'inpatient skilled nursing' then 'skilled_nursing'
    when encounter_type = 'home health' then 'home_health'
    when encounter_group = 'inpatient' then 'inpatient'
    when encounter_group in ('outpatient', 'office based') then 'outpatient'
    else 'other'
end
{%- endmacro %}
