{#
    The codes of a value set that somebody recorded in these core tables. A code is compared with the value set once,
    however many records carry it: concepts.recorded_code holds each code once.
    What a row with not_exact or not_prefix names is taken out again, whatever else names it.
#}
{% macro _recorded_codes(value_set, tables) -%}
select
    recorded.code_type,
    recorded.code
from {{ ref('concepts__recorded_code') }} as recorded
inner join {{ ref('value_set__' ~ value_set) }} as value_set
    on recorded.code_type = value_set.code_type
    and case
        when value_set.match_type in ('exact', 'not_exact') then recorded.code = value_set.code
        else left(recorded.code, length(value_set.code)) = value_set.code
    end
where recorded.source_table in ('core.{{ tables | map(attribute="name") | unique | join("', 'core.") }}')
group by
    recorded.code_type,
    recorded.code
having count(case when value_set.match_type in ('not_exact', 'not_prefix') then 1 end) = 0
{%- endmacro %}
