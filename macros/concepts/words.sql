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
