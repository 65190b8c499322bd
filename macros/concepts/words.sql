{# A name as people say it: type_2_diabetes is type 2 diabetes. #}
{% macro _said(name) %}
    {%- if name is not string -%}
        {%- do exceptions.raise_compiler_error("a name is needed in quotes, for example 'type_2_diabetes', not " ~ name) -%}
    {%- endif -%}
    {%- do return(name | replace('_', ' ')) -%}
{% endmacro %}


{# Refuse a word that the language does not know, naming those it knows. #}
{% macro _must_be_one_of(argument, value, allowed) %}
    {%- if value not in allowed -%}
        {%- do exceptions.raise_compiler_error(
            argument ~ "=" ~ tojson(value) ~ " is not known. Allowed: " ~ allowed | join(', ')
        ) -%}
    {%- endif -%}
{% endmacro %}


{# Refuse what is not a whole number of at least `minimum`. #}
{% macro _must_be_whole_number(argument, value, minimum) %}
    {%- if value is not integer or value is boolean or value < minimum -%}
        {%- do exceptions.raise_compiler_error(
            argument ~ "=" ~ tojson(value) ~ " must be a whole number of at least " ~ minimum
        ) -%}
    {%- endif -%}
{% endmacro %}
