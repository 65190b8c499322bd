{#
    Drugs of the value set: what the clinic ordered and what the pharmacy filled. The event lasts as long as the supply.
    An order may be known by its NDC, its RxNorm drug and its ATC class; a fill by its NDC alone.
#}
{% macro medications(value_set) %}
    {%- do _must_know('medications', kwargs, ['value_set']) -%}
    {%- set records -%}
{% for code_type, code in [('ndc', 'ndc_code'), ('rxnorm', 'rxnorm_code'), ('atc', 'atc_code')] -%}
select
    person_id,
    coalesce(dispensing_date, prescribing_date) as event_date,
    {{ _supply_end('coalesce(dispensing_date, prescribing_date)') }} as event_end_date,
    '{{ code_type }}' as code_type,
    {{ code }} as code,
    cast(null as double) as value,
    cast(null as {{ dbt.type_string() }}) as setting,
    cast(null as integer) as position,
    encounter_id,
    'core.medication' as source_table,
    medication_id as source_id
from {{ ref('core__medication') }}
union all
{% endfor -%}
select
    person_id,
    dispensing_date as event_date,
    {{ _supply_end('dispensing_date') }} as event_end_date,
    'ndc' as code_type,
    ndc_code as code,
    cast(null as double) as value,
    'pharmacy' as setting,
    cast(null as integer) as position,
    cast(null as {{ dbt.type_string() }}) as encounter_id,
    'core.pharmacy_claim' as source_table,
    pharmacy_claim_id as source_id
from {{ ref('core__pharmacy_claim') }}
    {%- endset -%}
    {%- do return(_events('medications', 'an order or fill of ' ~ _said(value_set), {'value_set': value_set}, records)) -%}
{% endmacro %}


{# The last day that a supply covers; the day itself when the supply is not known. #}
{% macro _supply_end(start_date) %}
    {%- do return(_shifted('day', 'greatest(coalesce(days_supply, 1), 1) - 1', start_date)) -%}
{% endmacro %}
