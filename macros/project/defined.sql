{#
    The names of all concepts or cohorts, for the few models that read every one of them: those of this project, listed
    in definitions.sql, and those that a project using it as a package names in the variable own_<kind>s. dbt fixes the
    lineage of a model while it parses, when it can not list files; a name that is missing stops the compilation.
#}
{% macro _defined(kind, names) %}
    {%- set variable = 'own_' ~ kind ~ 's' -%}
    {%- set all_names = (names + var(variable, [])) | unique | sort -%}
    {#- A unit test is rendered without a graph. -#}
    {%- if execute and graph -%}
        {%- for node in graph.nodes.values() if node.resource_type == 'model' and node.name.startswith(kind ~ '__') -%}
            {%- set name = node.name.split('__', 1)[1] -%}
            {%- if name not in all_names -%}
                {%- if node.package_name == 'careworld' -%}
                    {%- do exceptions.raise_compiler_error(
                        node.original_file_path ~ ": add the line '" ~ name ~ "', to all_" ~ kind
                        ~ "s() in macros/project/definitions.sql. dbt adds it by itself where the Python package of "
                        ~ "this project is installed: its module dbt_careworld keeps that file."
                    ) -%}
                {%- else -%}
                    {%- do exceptions.raise_compiler_error(
                        node.original_file_path ~ ": add '" ~ name ~ "' to the variable " ~ variable ~ " in dbt_project.yml"
                    ) -%}
                {%- endif -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {%- do return(all_names | list) -%}
{% endmacro %}
