{%- set claim_codes = claim_codes() | selectattr('of_claim') | list -%}
{%- set claim_dates = claim_dates() -%}
{%- set columns = claim_codes | map(attribute='column') | list + claim_dates -%}

with

claim_line as (

    select
        claim_id,
        {% for code in claim_codes -%}
        {{ code.column }},
        {% endfor -%}
        {{ claim_dates | join(',\n        ') }}
    from {{ ref('preprocessing__claim_line_spelled') }}

),

-- Most claims say the same on every line, as one number for all columns tells: only the others are put to
-- the vote.
divided as (

    select claim_id
    from claim_line
    group by claim_id
    having min({{ row_hash(columns | join(', ')) }}) <> max({{ row_hash(columns | join(', ')) }})

),

ballot as (

    {% for column in columns -%}
    select
        claim_line.claim_id,
        '{{ column }}' as column_name,
        cast(claim_line.{{ column }} as varchar) as value
    from claim_line
    inner join divided on claim_line.claim_id = divided.claim_id
    {% set code = claim_codes | selectattr('column', 'equalto', column) | first -%}
    {% if code and code.list -%}
    inner join {{ ref(code.list) }} as valid on claim_line.{{ column }} = valid.{{ column }}
    {% elif code -%}
    where length(claim_line.{{ column }}) = {{ code.length }}
    {% else -%}
    where claim_line.{{ column }} is not null
    {% endif -%}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

-- The value on most lines speaks for the claim; among equals the first in order.
winner as (

    select
        claim_id,
        column_name,
        value
    from ballot
    group by
        claim_id,
        column_name,
        value
    qualify
        row_number() over (partition by claim_id, column_name order by count(*) desc, value asc) = 1

)

select
    {% for code in claim_codes -%}
    max(case when winner.column_name = '{{ code.column }}' then winner.value end) as {{ code.column }},
    {% endfor -%}
    {% for column in claim_dates -%}
    cast(max(case when winner.column_name = '{{ column }}' then winner.value end) as date)
        as {{ column }},
    {% endfor -%}
    divided.claim_id
from divided
left join winner on divided.claim_id = winner.claim_id
group by divided.claim_id
