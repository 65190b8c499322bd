-- A key has the shape that core gives to records of claims exactly when a payer sent the record.
{%- set is_claim = {'encounter': "encounter_source_type = 'claim'"} %}
{% for table, patterns in keys_of_claims().items() %}
select
    '{{ table }}' as table_name,
    {{ table }}_id as record_id
from {{ ref('core__' ~ table) }}
where ({{ is_claim.get(table, 'claim_id is not null') }})
    <> (
        {%- for pattern in patterns %}
        {{ table }}_id like '{{ pattern }}'
        {{- '\n        or ' if not loop.last }}
        {%- endfor %}
    )
{{ 'union all' if not loop.last }}
{% endfor %}
