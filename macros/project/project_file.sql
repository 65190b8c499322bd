{#
    The path of a file of this project, for an engine that opens it from the folder in which dbt runs. In a project that
    uses this one as a package that is the folder where `dbt deps` puts it; the variable `careworld_folder` names another.
#}
{% macro project_file(path) -%}
    {%- if project_name == 'careworld' -%}
        {{ return(path) }}
    {%- endif -%}
    {{ return(var('careworld_folder', 'dbt_packages/careworld') ~ '/' ~ path) }}
{%- endmacro %}
