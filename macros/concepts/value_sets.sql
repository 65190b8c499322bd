{#
    The codes of a value set that somebody recorded in these core tables. A code is compared with the value set once,
    however many records carry it: concepts.recorded_code holds each code once. A packaged drug is found by its ATC
    class too, for a fill carries its NDC alone.
    What a row with not_exact or not_prefix names is taken out again, whatever else names it.
#}
{% macro _recorded_codes(value_set, tables) -%}
    {%- set names = tables | map(attribute='name') | unique | list -%}
    {%- set of_drugs = 'medication' in names or 'pharmacy_claim' in names -%}
select
    recorded.code_type,
    recorded.code
from {{ ref('concepts__recorded_code') }} as recorded
inner join {{ ref('value_set__' ~ value_set) }} as value_set
{%- if of_drugs %}
    on (
        recorded.code_type = value_set.code_type
        and {{ _named('recorded.code') | indent(8) }}
    )
    or (
        value_set.code_type = 'atc'
        and {{ _named('recorded.atc_code') | indent(8) }}
    )
{%- else %}
    on recorded.code_type = value_set.code_type
    and {{ _named('recorded.code') | indent(4) }}
{%- endif %}
where recorded.source_table in ('core.{{ names | join("', 'core.") }}')
group by
    recorded.code_type,
    recorded.code
having count(case when value_set.match_type in ('not_exact', 'not_prefix') then 1 end) = 0
{%- endmacro %}


{# Whether a row of the value set names the code. #}
{% macro _named(code) -%}
case
    when value_set.match_type in ('exact', 'not_exact') then {{ code }} = value_set.code
    else left({{ code }}, length(value_set.code)) = value_set.code
end
{%- endmacro %}
