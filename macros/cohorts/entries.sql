{#
    An entry is SQL giving person_id and entry_date, the day the definition became true: one row per person, or, for an
    entry that recurs, one row per person and day.
#}
{% macro entry_verbs() %}
    {%- do return([
        'first()', 'nth()', 'last()', 'every()', 'one_or_two()',
        'any_of()', 'all_of()', 'at_least_k_of()', 'members_of()', 'plain_sql()',
    ]) -%}
{% endmacro %}


{#
    The first event of a concept; with at_least, the day of the event that completes so many, each at least
    `days_apart` days after the one before, all within `within_days`.
#}
{% macro first(concept, at_least=1, days_apart=none, within_days=none, setting=none) %}
    {%- do _must_know('first', kwargs, ['concept', 'at_least', 'days_apart', 'within_days', 'setting']) -%}
    {%- do return(_entry_on('first', concept, at_least, days_apart, within_days, setting)) -%}
{% endmacro %}


{# The same, said as the number of the event. #}
{% macro nth(concept, n, days_apart=none, within_days=none, setting=none) %}
    {%- do _must_know('nth', kwargs, ['concept', 'n', 'days_apart', 'within_days', 'setting']) -%}
    {%- do _must_be_whole_number('n', n, 1) -%}
    {%- do return(_entry_on('nth', concept, n, days_apart, within_days, setting)) -%}
{% endmacro %}


{# The last event of a concept, or the last that completes so many. #}
{% macro last(concept, at_least=1, days_apart=none, within_days=none, setting=none) %}
    {%- do _must_know('last', kwargs, ['concept', 'at_least', 'days_apart', 'within_days', 'setting']) -%}
    {%- do return(_entry_on('last', concept, at_least, days_apart, within_days, setting)) -%}
{% endmacro %}


{# Every day with an event: the entry recurs, and each day opens a spell. #}
{% macro every(concept, at_least=1, days_apart=none, within_days=none, setting=none) %}
    {%- do _must_know('every', kwargs, ['concept', 'at_least', 'days_apart', 'within_days', 'setting']) -%}
    {%- do return(_entry_on('every', concept, at_least, days_apart, within_days, setting)) -%}
{% endmacro %}


{# One inpatient event or, failing that, a second one anywhere: the rule of most definitions made for claims. #}
{% macro one_or_two(concept, within_days=none, days_apart=none) %}
    {%- do _must_know('one_or_two', kwargs, ['concept', 'within_days', 'days_apart']) -%}
    {%- set either = any_of(
        first(concept, setting='inpatient'),
        first(concept, at_least=2, days_apart=days_apart, within_days=within_days)
    ) -%}
    {%- set arguments = {'concept': concept, 'within_days': within_days, 'days_apart': days_apart} -%}
    {%- do return(_verb('entry', 'one_or_two', either.words, arguments, either.sql, sources=either.sources)) -%}
{% endmacro %}


{# Members of another cohort, from the first day of their first spell, or of every spell. #}
{% macro members_of(name, every_spell=false) %}
    {%- do _must_know('members_of', kwargs, ['name', 'every_spell']) -%}
    {%- do _must_be_one_of('every_spell', every_spell, [true, false]) -%}
    {%- set words = ('every' if every_spell else 'the first') ~ ' day as a new member of the cohort ' ~ _said(name) -%}
    {%- set sql -%}
select
    person_id,
    {{ 'cohort_start_date' if every_spell else 'min(cohort_start_date)' }} as entry_date
from {{ ref('cohort__' ~ name) }}
group by {{ 'person_id, cohort_start_date' if every_spell else 'person_id' }}
    {%- endset -%}
    {%- set arguments = {'cohort': name, 'every_spell': every_spell} -%}
    {%- do return(_verb('entry', 'members_of', words, arguments, sql, every_spell, [{'kind': 'cohort', 'name': name}])) -%}
{% endmacro %}


{# The common body of first(), nth(), last() and every(): which of the days that complete so many events is the entry. #}
{% macro _entry_on(verb, concept, at_least, days_apart, within_days, setting) %}
    {%- do _said(concept) -%}
    {%- set wanted = _wanted_settings(setting) -%}
    {%- do _must_be_whole_number('at_least', at_least, 1) -%}
    {%- for name, days in [('days_apart', days_apart), ('within_days', within_days)] if days is not none -%}
        {%- do _must_be_whole_number(name, days, 1) -%}
        {%- if at_least == 1 -%}
            {%- do exceptions.raise_compiler_error(
                verb ~ "('" ~ concept ~ "', " ~ name ~ "=" ~ days ~ "): one event has no distance; say "
                ~ ('n' if verb == 'nth' else 'at_least') ~ "=2 or more"
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set distance = days_apart or 1 -%}
    {%- if within_days is not none and within_days < distance * (at_least - 1) -%}
        {%- do exceptions.raise_compiler_error(
            verb ~ "('" ~ concept ~ "'): " ~ at_least ~ " events " ~ distance ~ " days apart never lie within "
            ~ within_days ~ " days"
        ) -%}
    {%- endif -%}

    {%- set day = {'last': 'max(event_date)', 'every': 'event_date'}.get(verb, 'min(event_date)') -%}
    {%- set grain = 'person_id, event_date' if verb == 'every' else 'person_id' -%}
    {%- set sql -%}
{%- if at_least == 1 -%}
select
    person_id,
    {{ day }} as entry_date
from {{ ref('concept__' ~ concept) }}
where event_date is not null
{%- if wanted %}
    and setting in ({{ _quoted(settings_within(wanted)) }})
{%- endif %}
group by {{ grain }}
{%- else -%}
with

event_1 as (

    select distinct
        person_id,
        event_date,
        event_date as began_date
    from {{ ref('concept__' ~ concept) }}
    where event_date is not null
{%- if wanted %}
        and setting in ({{ _quoted(settings_within(wanted)) }})
{%- endif %}

){% for number in range(2, at_least + 1) %},

event_{{ number }} as (
{% if loop.first %}
    -- The latest day on which a row of events can have begun that this day continues.
{%- endif %}
    select
        person_id,
        event_date,
        max(began_date) over (
            partition by person_id
            order by event_date
            range between unbounded preceding and interval {{ distance }} day preceding
        ) as began_date
    from event_{{ number - 1 }}

){% endfor %}

select
    person_id,
    {{ day }} as entry_date
from event_{{ at_least }}
where {{ 'began_date is not null' if within_days is none
    else 'event_date <= ' ~ _days_from('began_date', within_days) }}
group by {{ grain }}
{%- endif -%}
    {%- endset -%}

    {%- set words = _entry_words(verb, concept, at_least, distance, within_days, wanted) -%}
    {%- set arguments = {
        'concept': concept,
        'at_least': at_least,
        'days_apart': distance if at_least > 1 else none,
        'within_days': within_days,
        'setting': wanted or none,
    } -%}
    {%- set sources = [{'kind': 'concept', 'name': concept}] -%}
    {%- do return(_verb('entry', verb, words, arguments, sql, verb == 'every', sources)) -%}
{% endmacro %}


{# That entry in words: a second inpatient record of asthma at least 30 days after the first. #}
{% macro _entry_words(verb, concept, at_least, distance, within_days, wanted) %}
    {%- set record = _settings_said(wanted) ~ 'record of ' ~ _said(concept) -%}
    {%- set opening = {'last': 'the last ', 'every': 'every '}.get(verb, 'the first ') ~ record -%}
    {%- if at_least == 1 -%}
        {%- do return(opening) -%}
    {%- endif -%}
    {%- set words = [{2: 'a second', 3: 'a third'}.get(at_least, 'the ' ~ at_least ~ 'th')] -%}
    {%- do words.append(record if verb in ('first', 'nth') else 'one') -%}
    {%- if at_least > 2 -%} {%- do words.append(', each') -%} {%- endif -%}
    {%- if distance == 1 -%}
        {%- do words.append('on another day') -%}
    {%- else -%}
        {%- do words.append('at least ' ~ distance ~ ' days after ' ~ ('the first' if at_least == 2 else 'the one before')) -%}
    {%- endif -%}
    {%- if within_days is not none -%}
        {%- do words.append((', and within ' if at_least == 2 else ', all within ') ~ within_days ~ ' days') -%}
    {%- endif -%}
    {%- set counted = words | join(' ') | replace(' ,', ',') -%}
    {%- do return(counted if verb in ('first', 'nth') else opening ~ ' that is ' ~ counted) -%}
{% endmacro %}


{# The settings asked for, as a list; empty when any will do. #}
{% macro _wanted_settings(setting) %}
    {%- set wanted = _as_list(setting) -%}
    {%- for one in wanted -%}
        {%- do _must_be_one_of('setting', one, settings()) -%}
    {%- endfor -%}
    {%- do return(wanted) -%}
{% endmacro %}


{# The settings in words before a noun: `inpatient or skilled nursing `, or nothing when any will do. #}
{% macro _settings_said(wanted) %}
    {%- do return(_listed(wanted) | replace('_', ' ') ~ ' ' if wanted else '') -%}
{% endmacro %}
