{# A rule is SQL giving the person_ids of `entry` that may stay, judged on the day of entry. #}
{% macro rule_verbs() %}
    {%- do return(['enrolled()', 'age()', 'sex()', 'never_before()', 'has_before()', 'in_cohort()']) -%}
{% endmacro %}


{# Covered without a gap from so many days before the entry to so many after it. #}
{% macro enrolled(days_before=0, days_after=0) %}
    {%- do _must_know('enrolled', kwargs, ['days_before', 'days_after']) -%}
    {%- do _must_be_whole_number('days_before', days_before, 0) -%}
    {%- do _must_be_whole_number('days_after', days_after, 0) -%}
    {%- set sql = _who_have('cohorts__unbroken_coverage', 'coverage', [
        'coverage.coverage_start_date <= ' ~ _days_from('entry.entry_date', -days_before),
        _days_from('entry.entry_date', days_after) ~ ' <= coverage.coverage_end_date',
    ]) -%}
    {%- set days = [] -%}
    {%- if days_before -%} {%- do days.append(days_before ~ ' days before') -%} {%- endif -%}
    {%- if days_after -%} {%- do days.append(days_after ~ ' days after') -%} {%- endif -%}
    {%- set words = 'covered without a gap for ' ~ days | join(' and ') ~ ' entry' if days else 'covered on the day of entry' -%}
    {%- set arguments = {'days_before': days_before, 'days_after': days_after} -%}
    {%- do return(_verb('rule', 'enrolled', words, arguments, sql)) -%}
{% endmacro %}


{# Age in completed years on the day of entry; a birthday on the day counts. #}
{% macro age(at_least=none, at_most=none) %}
    {%- do _must_know('age', kwargs, ['at_least', 'at_most']) -%}
    {%- if at_least is none and at_most is none -%}
        {%- do exceptions.raise_compiler_error("age() needs at_least, at_most or both, in completed years") -%}
    {%- endif -%}
    {%- set limits = [] -%}
    {%- set words = [] -%}
    {%- if at_least is not none -%}
        {%- do _must_be_whole_number('at_least', at_least, 0) -%}
        {%- do limits.append(_shifted('year', at_least, 'patient.birth_date') ~ ' <= entry.entry_date') -%}
        {%- do words.append('at least ' ~ at_least) -%}
    {%- endif -%}
    {%- if at_most is not none -%}
        {%- do _must_be_whole_number('at_most', at_most, 0) -%}
        {%- do limits.append('entry.entry_date < ' ~ _shifted('year', at_most + 1, 'patient.birth_date')) -%}
        {%- do words.append('at most ' ~ at_most) -%}
    {%- endif -%}
    {%- do _must_not_cross('age', at_least, at_most) -%}
    {%- set arguments = {'at_least': at_least, 'at_most': at_most} -%}
    {%- do return(_verb('rule', 'age', words | join(' and ') ~ ' years old', arguments, _who_have('core__patient', 'patient', limits))) -%}
{% endmacro %}


{# Recorded sex. #}
{% macro sex(value) %}
    {%- do _must_know('sex', kwargs, ['value']) -%}
    {%- do _must_be_one_of('sex', value, ['female', 'male']) -%}
    {%- set sql = _who_have('core__patient', 'patient', ["patient.sex = '" ~ value ~ "'"]) -%}
    {%- do return(_verb('rule', 'sex', 'recorded sex ' ~ value, {'value': value}, sql)) -%}
{% endmacro %}


{# No event of the concept before the day of entry: ever recorded, or within so many days. #}
{% macro never_before(concept, within_days=none) %}
    {%- do _must_know('never_before', kwargs, ['concept', 'within_days']) -%}
    {%- set sql = _who_have('concept__' ~ concept, 'event', _before(within_days), 'not exists') -%}
    {%- set words = 'no record of ' ~ _said(concept) ~ _before_words(within_days) -%}
    {%- do return(_verb('rule', 'never_before', words, {'concept': concept, 'within_days': within_days}, sql)) -%}
{% endmacro %}


{# At least one event of the concept before the day of entry: ever recorded, or within so many days. #}
{% macro has_before(concept, within_days=none) %}
    {%- do _must_know('has_before', kwargs, ['concept', 'within_days']) -%}
    {%- set sql = _who_have('concept__' ~ concept, 'event', _before(within_days)) -%}
    {%- set words = 'a record of ' ~ _said(concept) ~ _before_words(within_days) -%}
    {%- do return(_verb('rule', 'has_before', words, {'concept': concept, 'within_days': within_days}, sql)) -%}
{% endmacro %}


{# Member of another cohort on the day of entry. #}
{% macro in_cohort(name) %}
    {%- do _must_know('in_cohort', kwargs, ['name']) -%}
    {%- set sql = _who_have('cohort__' ~ name, 'member', [
        'member.cohort_start_date <= entry.entry_date',
        'entry.entry_date <= member.cohort_end_date',
    ]) -%}
    {%- do return(_verb('rule', 'in_cohort', 'member of the cohort ' ~ _said(name) ~ ' on the day of entry', {'cohort': name}, sql)) -%}
{% endmacro %}


{% macro _before(within_days) %}
    {%- set conditions = ['event.event_date < entry.entry_date'] -%}
    {%- if within_days is not none -%}
        {%- do _must_be_whole_number('within_days', within_days, 1) -%}
        {%- do conditions.append(_days_from('entry.entry_date', -within_days) ~ ' <= event.event_date') -%}
    {%- endif -%}
    {%- do return(conditions) -%}
{% endmacro %}


{% macro _before_words(within_days) %}
    {%- do return(' before the day of entry' if within_days is none else ' in the ' ~ within_days ~ ' days before entry') -%}
{% endmacro %}


{# The people of `entry` for whom a row of the model fulfills (or, with not exists, never fulfills) the conditions. #}
{% macro _who_have(model_name, alias, conditions, quantifier='exists') -%}
select entry.person_id
from entry
where {{ quantifier }} (
    select 1
    from {{ ref(model_name) }} as {{ alias }}
    where {{ alias }}.person_id = entry.person_id
        and {{ conditions | join('\n        and ') }}
)
{%- endmacro %}
