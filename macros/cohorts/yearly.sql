{#
    A second statement beside a cohort that names its reference years: the same entry, asked of every calendar year with
    its events cut to the reference period, so many years that end with the year. The rules are not asked: coverage over
    the period takes their place in cohorts.yearly.
#}
{% macro _year_by_year(entry, reference_years) %}
    {%- if model.resource_type == 'unit_test' -%}
        {#- A unit test looks at one statement. -#}
        {%- do return('') -%}
    {%- endif -%}
    {%- set cut = {'sql': entry.sql} -%}
    {%- set steps = [] -%}
    {%- for source in entry.sources | unique(attribute='name') -%}
        {%- if source.kind == 'plain' -%}
            {%- do exceptions.raise_compiler_error("cohort(): reference_years can not cut the events of plain_sql()") -%}
        {%- endif -%}
        {%- set relation = ref(source.kind ~ '__' ~ source.name) | string -%}
        {%- set step = source.kind ~ '_' ~ source.name -%}
        {%- do cut.update({'sql': cut.sql | replace(relation, step)}) -%}
        {%- do steps.append((step, relation, source.kind)) -%}
    {%- endfor -%}
    {%- set statement -%}
;
{{ _yearly_mark() }}
with

year as (

    select
        year,
        {{ _shifted('year', 1 - reference_years, 'first_date') }} as first_date,
        last_date
    from {{ ref('cohorts__year') }}

),
{% for step, relation, kind in steps %}
-- A person counts anew in every year: the key is year and person.
{{ step }} as (

    select
        concat(cast(year.year as {{ dbt.type_string() }}), ' ', recorded.person_id) as person_id,
{%- if kind == 'concept' %}
        recorded.event_date,
        recorded.setting
    from {{ relation }} as recorded
    inner join year
        on recorded.event_date between year.first_date and year.last_date
{%- else %}
        greatest(recorded.cohort_start_date, year.first_date) as cohort_start_date
    from {{ relation }} as recorded
    inner join year
        on recorded.cohort_start_date <= year.last_date
        and year.first_date <= recorded.cohort_end_date
{%- endif %}

),
{% endfor %}
entry as (

    {{ cut.sql | indent(4) }}

)

select
    substr(person_id, 6) as person_id,
    cast(left(person_id, 4) as integer) as year,
    min(entry_date) as qualifying_date
from entry
group by person_id;
    {%- endset -%}
    {%- do return(statement) -%}
{% endmacro %}


{# Where the second statement of a cohort begins. #}
{% macro _yearly_mark() %}
    {%- do return('-- The same entry, year by year, from the events of the reference period alone.') -%}
{% endmacro %}


{# The table of the years in which people meet the entry of a cohort, from the ref of the cohort. #}
{% macro yearly(cohort) %}
    {%- do return(cohort.incorporate(path={'identifier': cohort.identifier ~ '__yearly'})) -%}
{% endmacro %}


{# The cohorts that name reference years, with their number. #}
{% macro cohorts_by_year() %}
    {%- do return(_cohorts_that_name('cohort.reference_years')) -%}
{% endmacro %}
