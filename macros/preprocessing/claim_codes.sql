{#
    The coded columns of a medical claim line and how they are made one: how a code is spelled (`pad` to so many
    digits, without the leading zero of a bill type, in capitals), the list that knows the valid ones (a
    terminology model whose key has the column's name, or only their length), and whether the whole claim has one value.
#}
{% macro claim_codes() -%}
    {{ return([
        {'column': 'bill_type_code', 'spelling': 'no_leading_zero', 'list': 'terminology__bill_type', 'of_claim': true},
        {'column': 'admit_type_code', 'spelling': 'capitals', 'list': 'terminology__admit_type', 'of_claim': true},
        {'column': 'admit_source_code', 'spelling': 'capitals', 'list': 'terminology__admit_source', 'of_claim': true},
        {'column': 'discharge_disposition_code', 'spelling': 2, 'list': 'terminology__discharge_disposition', 'of_claim': true},
        {'column': 'drg_code', 'spelling': 3, 'length': 3, 'of_claim': true},
        {'column': 'place_of_service_code', 'spelling': 2, 'list': 'terminology__place_of_service', 'of_claim': false},
        {'column': 'revenue_center_code', 'spelling': 4, 'list': 'terminology__revenue_center', 'of_claim': false},
        {'column': 'hcpcs_code', 'spelling': 'capitals', 'length': 5, 'of_claim': false}
    ]) }}
{%- endmacro %}

{# A code as the standard spells it. #}
{% macro spelled(expression, spelling) -%}
    {%- if spelling is number -%}
        {#- lpad would cut a longer code: that one is wrong and stays so. -#}
        case
            when length(trim({{ expression }})) < {{ spelling }} then lpad(trim({{ expression }}), {{ spelling }}, '0')
            else trim({{ expression }})
        end
    {%- elif spelling == 'no_leading_zero' -%}
        case
            when length(trim({{ expression }})) = 4 and trim({{ expression }}) like '0%'
                then upper(substring(trim({{ expression }}), 2, 3))
            else upper(trim({{ expression }}))
        end
    {%- else -%}
        upper(trim({{ expression }}))
    {%- endif -%}
{%- endmacro %}
