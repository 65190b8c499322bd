{#
    An exit is SQL giving the exit_date of the people of `entry`; without a date they stay until the data ends.
    The last day of the data is the last day of anybody's coverage.
#}
{% macro exit_verbs() %}
    {%- do return(['end_of_enrollment()', 'death()', 'end_of_data()']) -%}
{% endmacro %}


{# The end of the unbroken coverage that holds the day of entry, or death; the day itself for who is not covered on it. #}
{% macro end_of_enrollment() %}
    {%- set sql -%}
select
    entry.person_id,
    least(
        coalesce(coverage.coverage_end_date, entry.entry_date),
        coalesce(patient.death_date, coverage.coverage_end_date, entry.entry_date)
    ) as exit_date
from entry
left join {{ ref('cohorts__unbroken_coverage') }} as coverage
    on entry.person_id = coverage.person_id
    and entry.entry_date between coverage.coverage_start_date and coverage.coverage_end_date
left join {{ ref('core__patient') }} as patient
    on entry.person_id = patient.person_id
    {%- endset -%}
    {%- do return(_verb('exit', 'end_of_enrollment', 'until coverage ends or death, whichever is first', {}, sql)) -%}
{% endmacro %}


{# The day of death. #}
{% macro death() %}
    {%- set sql -%}
select
    entry.person_id,
    patient.death_date as exit_date
from entry
left join {{ ref('core__patient') }} as patient
    on entry.person_id = patient.person_id
    {%- endset -%}
    {%- do return(_verb('exit', 'death', 'until death', {}, sql)) -%}
{% endmacro %}


{# The last day of the data, dead or alive: for counting who ever came in. #}
{% macro end_of_data() %}
    {%- set sql -%}
select
    entry.person_id,
    cast(null as date) as exit_date
from entry
    {%- endset -%}
    {%- do return(_verb('exit', 'end_of_data', 'until the data ends, dead or alive', {}, sql)) -%}
{% endmacro %}
