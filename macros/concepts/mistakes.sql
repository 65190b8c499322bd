{# Refuse anything that is not one of the verbs allowed in this place. #}
{% macro _must_have_role(place, verb, role, allowed) %}
    {%- if verb is not mapping or verb.get('role') != role -%}
        {%- if verb is undefined -%}
            {%- set shown = _unknown_calls() or _shown(verb) -%}
        {%- else -%}
            {%- set shown = verb.verb ~ '()' if verb is mapping and verb.verb else _shown(verb) -%}
        {%- endif -%}
        {%- do exceptions.raise_compiler_error(place ~ " can not be " ~ shown ~ ". Allowed: " ~ allowed | join(', ')) -%}
    {%- endif -%}
{% endmacro %}


{# Refuse the arguments that a verb does not have, naming those it has. #}
{% macro _must_know(verb, unknown, known) %}
    {#- What some event verbs have and others lack, for want of a column. -#}
    {%- set facts = ['setting', 'claim_type', 'specialty', 'source', 'position', 'present_on_admission', 'unit'] -%}
    {%- for name in unknown -%}
        {%- set fault = " was given " ~ name ~ " twice" if name in known else " has no argument " ~ name -%}
        {%- if name in facts and name not in known and verb ~ '()' in event_verbs() -%}
            {%- set fault = fault ~ ": its records do not say it" -%}
        {%- endif -%}
        {%- do exceptions.raise_compiler_error(verb ~ "()" ~ fault ~ ". Allowed: " ~ known | join(', ')) -%}
    {%- endfor -%}
{% endmacro %}


{# Refuse a word that the language does not know, naming those it knows. #}
{% macro _must_be_one_of(argument, value, allowed) %}
    {%- if value not in allowed -%}
        {%- do exceptions.raise_compiler_error(
            argument ~ "=" ~ _shown(value) ~ " is not known. Allowed: " ~ allowed | join(', ')
        ) -%}
    {%- endif -%}
{% endmacro %}


{# Refuse what is not a whole number of at least `minimum`. #}
{% macro _must_be_whole_number(argument, value, minimum) %}
    {%- if value is not integer or value is boolean or value < minimum -%}
        {%- do exceptions.raise_compiler_error(
            argument ~ "=" ~ _shown(value) ~ " must be a whole number of at least " ~ minimum
        ) -%}
    {%- endif -%}
{% endmacro %}


{# Refuse limits that nothing can lie between. #}
{% macro _must_not_cross(verb, at_least, at_most) %}
    {%- if at_least is not none and at_most is not none and at_least > at_most -%}
        {%- do exceptions.raise_compiler_error(
            verb ~ "(at_least=" ~ at_least ~ ", at_most=" ~ at_most ~ "): nothing is at least " ~ at_least ~ " and at most " ~ at_most
        ) -%}
    {%- endif -%}
{% endmacro %}


{# A value as an error message shows it; a word that nobody knows is shown as it was written. #}
{% macro _shown(value) %}
    {%- do return(value.name if value is undefined else tojson(value)) -%}
{% endmacro %}


{# The calls in this file of verbs that do not exist. Jinja forgets their names, so they are read from the text. #}
{% macro _unknown_calls() %}
    {%- set known = ['concept()', 'cohort()'] + event_verbs() + entry_verbs() + rule_verbs() + exit_verbs() -%}
    {%- set calls = [] -%}
    {%- for word in modules.re.findall('[a-z0-9_]+(?= *[(])', model.raw_code) if word ~ '()' not in known -%}
        {%- do calls.append(word ~ '()') -%}
    {%- endfor -%}
    {%- do return(calls | join(', ')) -%}
{% endmacro %}
