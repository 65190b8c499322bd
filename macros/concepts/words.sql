{# A name as people say it: type_2_diabetes is type 2 diabetes. #}
{% macro _said(name) %}
    {%- if name is not string or not name -%}
        {%- do exceptions.raise_compiler_error(
            "a name is needed in quotes, for example 'type_2_diabetes', not " ~ _shown(name)
        ) -%}
    {%- endif -%}
    {%- do return(name | replace('_', ' ')) -%}
{% endmacro %}


{# a; a or b; a, b or c. #}
{% macro _listed(words) %}
    {%- do return(words[:-1] | join(', ') ~ ' or ' ~ words[-1] if words | length > 1 else words[0]) -%}
{% endmacro %}


{# What was said once or as a list, as a list; an empty one is a mistake that the caller's check then names. #}
{% macro _as_list(value) %}
    {%- if value is none or value is undefined -%}
        {%- do return([]) -%}
    {%- endif -%}
    {%- set several = value is sequence and value is not string and value is not mapping and value | length > 0 -%}
    {%- do return(value | list if several else [value]) -%}
{% endmacro %}


{# Words as SQL writes a list of texts. #}
{% macro _quoted(words) %}
    {%- set texts = [] -%}
    {%- for word in words -%}
        {%- do texts.append("'" ~ word | replace("'", "''") ~ "'") -%}
    {%- endfor -%}
    {%- do return(texts | join(', ')) -%}
{% endmacro %}


{# The filters that verbs share, in words: on an institutional claim, in inpatient care. #}
{% macro _filter_words(arguments) %}
    {%- set words = [] -%}
    {%- if arguments.get('claim_type') is not none -%}
        {%- do _must_be_one_of('claim_type', arguments.claim_type, ['institutional', 'professional']) -%}
        {%- do words.append('on a' ~ ('n' if arguments.claim_type == 'institutional' else '') ~ ' ' ~ arguments.claim_type ~ ' claim') -%}
    {%- endif -%}
    {%- if arguments.get('setting') is not none -%}
        {%- set places = [] -%}
        {%- for setting in _as_list(arguments.setting) -%}
            {%- do _must_be_one_of('setting', setting, settings()) -%}
            {%- do places.append({
                'inpatient': 'inpatient care', 'skilled_nursing': 'skilled nursing', 'emergency': 'emergency care',
                'outpatient': 'outpatient care', 'home_health': 'home health', 'pharmacy': 'a pharmacy',
            }.get(setting, 'another setting')) -%}
        {%- endfor -%}
        {%- do words.append('in ' ~ _listed(places)) -%}
    {%- endif -%}
    {%- if arguments.get('specialty') is not none -%}
        {%- for specialty in _as_list(arguments.specialty) -%}
            {%- do _must_be_one_of('specialty', specialty, specialties()) -%}
        {%- endfor -%}
        {%- do words.append('by a clinician of ' ~ _listed(_as_list(arguments.specialty))) -%}
    {%- endif -%}
    {%- if arguments.get('source') is not none -%}
        {%- do _must_be_one_of('source', arguments.source, ['claims', 'charts']) -%}
        {%- do words.append('from ' ~ arguments.source ~ ' alone') -%}
    {%- endif -%}
    {%- do return(words) -%}
{% endmacro %}
