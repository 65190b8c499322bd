{%- set tables = {'core': 'coverage', 'input_layer': 'eligibility'} -%}
{%- set lacking = own_table_without('pharmacy_benefit_flag', tables) -%}
{%- if lacking -%}
{#- Nobody need have the column; who reads this table without it is told, and not that nobody has the benefit. -#}
{%- set message = lacking ~ ' lacks the column pharmacy_benefit_flag, by which enrolled() knows who has a pharmacy benefit' -%}
select
    {{ raised(message, dbt.type_string()) }} as person_id,
    {{ raised(message, 'date') }} as coverage_start_date,
    {{ raised(message, 'date') }} as coverage_end_date
{%- else -%}
with

coverage as (

    select * from {{ ref('core__coverage') }}

),

{{ unbroken_spans('coverage', 'pharmacy_benefit_flag = 1') }}

select
    person_id,
    coverage_start_date,
    coverage_end_date
from stretch
{%- endif %}
