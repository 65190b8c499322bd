{#- The tables of the contract and what names a row in them; without the required there is little to ask. -#}
{%- set tables = {
    'eligibility': ['person_id', 'member_id', 'enrollment_start_date', 'enrollment_end_date', 'payer', 'plan'],
    'medical_claim': ['claim_id', 'claim_line_number'],
    'pharmacy_claim': ['claim_id', 'claim_line_number'],
    'patient': ['person_id', 'patient_id'],
    'provider_attribution': ['person_id', 'member_id', 'year_month', 'payer', 'plan'],
    'appointment': ['appointment_id'], 'condition': ['condition_id'], 'encounter': ['encounter_id'],
    'immunization': ['immunization_id'], 'lab_result': ['lab_result_id'], 'location': ['location_id'],
    'medication': ['medication_id'], 'observation': ['observation_id'], 'practitioner': ['practitioner_id'],
    'procedure': ['procedure_id']
} -%}
{%- set required = ['eligibility', 'medical_claim', 'pharmacy_claim'] -%}
{%- set of_nobody = ['location', 'practitioner'] -%}

with

-- Keys are long and many: a number for each takes a fraction of the memory.
{% for name, key in tables.items() -%}
{{ name }} as (

    select
        data_source,
        count(*) as row_count,
        sum(case when {{ key | join(' is null or ') }} is null then 1 else 0 end) as keyless_count,
        {{ 'count(*)' if name in of_nobody + required else 'count(person_id)' }} as owned_count,
        count(distinct case
            when {{ key | join(' is not null and ') }} is not null then {{ row_hash(key | join(', ')) }}
        end) as key_count
    from {{ ref('input_layer__' ~ name) }}
    group by data_source

),

{% endfor -%}
counted as (

    {% for name, key in tables.items() -%}
    select
        '{{ name }}' as table_name,
        '{{ key | join(', ') }}' as column_name,
        data_source,
        row_count,
        keyless_count,
        row_count - owned_count as ownerless_count,
        row_count - keyless_count - key_count as repeated_count
    from {{ name }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

asked as (

    select distinct table_name from counted
    where repeated_count > 0

),

-- Nothing is read again of a table without repeated keys: it is joined with nothing.
repeated as (

    {% for name, key in tables.items() -%}
    select
        '{{ name }}' as table_name,
        delivered.data_source,
        min(delivered.{{ key[0] }}) as example_key
    from {{ ref('input_layer__' ~ name) }} as delivered
    cross join asked
    where asked.table_name = '{{ name }}'
        and delivered.{{ key | join(' is not null and delivered.') }} is not null
    group by
        delivered.data_source,
        {{ row_hash('delivered.' ~ key | join(', delivered.')) }}
    having count(*) > 1
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

named as (

    {% for name in tables -%}
    select
        '{{ name }}' as table_name,
        {{ 3 if name in required else 5 }} as severity_of_absence
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

-- An empty table has no source that could have filled it.
select
    named.table_name,
    cast(null as varchar) as column_name,
    named.severity_of_absence as severity,
    'table has no rows' as sentence,
    cast(null as varchar) as data_source,
    1 as rows_checked,
    case when count(counted.table_name) = 0 then 1 else 0 end as rows_failing,
    cast(null as varchar) as example_key
from named
left join counted on named.table_name = counted.table_name
group by
    named.table_name,
    named.severity_of_absence

union all

select
    table_name,
    column_name,
    1 as severity,
    'part of the key is missing' as sentence,
    data_source,
    row_count as rows_checked,
    keyless_count as rows_failing,
    cast(null as varchar) as example_key
from counted

union all

select
    table_name,
    'person_id' as column_name,
    1 as severity,
    'person_id is missing' as sentence,
    data_source,
    row_count as rows_checked,
    ownerless_count as rows_failing,
    cast(null as varchar) as example_key
from counted
where
    true
    {% for name in of_nobody + required -%}
    and table_name <> '{{ name }}'
    {% endfor %}
union all

select
    counted.table_name,
    counted.column_name,
    1 as severity,
    'row repeats the key of another' as sentence,
    counted.data_source,
    counted.row_count as rows_checked,
    counted.repeated_count as rows_failing,
    min(repeated.example_key) as example_key
from counted
left join repeated
    on counted.table_name = repeated.table_name
    and counted.data_source is not distinct from repeated.data_source
group by all
