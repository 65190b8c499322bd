{#
    An exit is SQL giving the exit_date of the rows of `entry`; without a date they stay until the data ends.
    The last day of the data is the last day of anybody's coverage. Every exit but end_of_data() ends with death.
#}
{% macro exit_verbs() %}
    {%- do return([
        'end_of_enrollment()', 'death()', 'days_after()', 'end_of_drug_era()', 'until_event()', 'end_of_data()',
        'earliest_of()', 'plain_sql()',
    ]) -%}
{% endmacro %}


{# The end of the unbroken coverage that holds the day of entry; the day itself for who is not covered on it. #}
{% macro end_of_enrollment(max_gap=0) %}
    {%- do _must_know('end_of_enrollment', kwargs, ['max_gap']) -%}
    {%- do _must_be_whole_number('max_gap', max_gap, 0) -%}
    {%- set sql = _exit_with_span(ref('cohorts__unbroken_coverage'), 'coverage', max_gap) -%}
    {%- set words = 'until coverage ends' ~ (' for more than ' ~ max_gap ~ ' days' if max_gap else '') -%}
    {%- do return(_verb('exit', 'end_of_enrollment', words ~ _or_death(), {'max_gap': max_gap}, sql)) -%}
{% endmacro %}


{# The day of death. #}
{% macro death() %}
    {%- do return(_verb('exit', 'death', 'until death', {}, _exit_on('patient.death_date'))) -%}
{% endmacro %}


{# So many days after the day of entry. #}
{% macro days_after(days) %}
    {%- do _must_know('days_after', kwargs, ['days']) -%}
    {%- do _must_be_whole_number('days', days, 0) -%}
    {%- set sql = _exit_on(_or_if_dead(_days_from('entry.entry_date', days))) -%}
    {%- do return(_verb('exit', 'days_after', 'until ' ~ days ~ ' days after entry' ~ _or_death(), {'days': days}, sql)) -%}
{% endmacro %}


{#
    The end of the supply that holds the day of entry, fills no more than `gap` days apart being one era; the day itself
    for who has no supply on it.
#}
{% macro end_of_drug_era(concept, gap=30) %}
    {%- do _must_know('end_of_drug_era', kwargs, ['concept', 'gap']) -%}
    {%- do _must_be_whole_number('gap', gap, 0) -%}
    {%- set words = 'until ' ~ _said(concept) ~ ' runs out for more than ' ~ gap ~ ' days' ~ _or_death() -%}
    {%- set sql = _exit_with_span(ref('concept__' ~ concept), 'event', gap, is_event=true) -%}
    {%- do return(_verb('exit', 'end_of_drug_era', words, {'concept': concept, 'gap': gap}, sql)) -%}
{% endmacro %}


{# The first event of a concept after the day of entry. #}
{% macro until_event(concept, setting=none) %}
    {%- do _must_know('until_event', kwargs, ['concept', 'setting']) -%}
    {%- do _said(concept) -%}
    {%- set wanted = _wanted_settings(setting) -%}
    {%- set sql -%}
select
    entry.person_id,
    entry.entry_date,
    {{ _or_if_dead('min(event.event_date)', 'min(patient.death_date)') }} as exit_date
from entry
left join {{ ref('concept__' ~ concept) }} as event
    on entry.person_id = event.person_id
    and entry.entry_date < event.event_date
{%- if wanted %}
    and event.setting in ({{ _quoted(settings_within(wanted)) }})
{%- endif %}
left join {{ ref('core__patient') }} as patient
    on entry.person_id = patient.person_id
group by
    entry.person_id,
    entry.entry_date
    {%- endset -%}
    {%- set words = 'until the first ' ~ _settings_said(wanted) ~ 'record of ' ~ _said(concept) ~ ' after entry' -%}
    {%- set arguments = {'concept': concept, 'setting': wanted or none} -%}
    {%- do return(_verb('exit', 'until_event', words ~ _or_death(), arguments, sql)) -%}
{% endmacro %}


{# The last day of the data, dead or alive: for counting who ever came in. #}
{% macro end_of_data() %}
    {%- set sql -%}
select
    entry.person_id,
    entry.entry_date,
    cast(null as date) as exit_date
from entry
    {%- endset -%}
    {%- do return(_verb('exit', 'end_of_data', 'until the data ends, dead or alive', {}, sql)) -%}
{% endmacro %}


{# Whichever of two or more exits comes first. #}
{% macro earliest_of() %}
    {%- do _must_know('earliest_of', kwargs, []) -%}
    {%- if varargs | length < 2 -%}
        {%- do exceptions.raise_compiler_error("earliest_of() needs at least two exits") -%}
    {%- endif -%}
    {%- set exits = [] -%}
    {%- set words = [] -%}
    {%- for part in varargs -%}
        {%- set exit = _in_slot('earliest_of() part ' ~ loop.index, part, 'exit', exit_verbs()) -%}
        {%- do exits.append(exit) -%}
        {%- do words.append(exit.words | replace('until ', '', 1)) -%}
    {%- endfor -%}
    {%- set sql -%}
with
{% for exit in exits %}
exit_{{ loop.index }} as (

    {{ exit.sql | indent(4) }}

),
{% endfor %}
exits as (
{% for exit in exits %}
    select * from exit_{{ loop.index }}
{%- if not loop.last %}
    union all
{%- endif %}
{%- endfor %}

)

select
    person_id,
    entry_date,
    min(exit_date) as exit_date
from exits
group by
    person_id,
    entry_date
    {%- endset -%}
    {%- set arguments = {'exits': exits | map(attribute='definition') | list} -%}
    {%- do return(_verb('exit', 'earliest_of', 'until the first of (' ~ words | join('; ') ~ ')', arguments, sql)) -%}
{% endmacro %}


{# An exit on a date that entry and patient tell. #}
{% macro _exit_on(date) -%}
select
    entry.person_id,
    entry.entry_date,
    {{ date }} as exit_date
from entry
left join {{ ref('core__patient') }} as patient
    on entry.person_id = patient.person_id
{%- endmacro %}


{# An exit on the last day of the span that holds the day of entry, spans with small gaps being one. #}
{% macro _exit_with_span(relation, name, gap, is_event=false) -%}
{%- set start_date = name ~ ('_date' if is_event else '_start_date') -%}
{%- set end_date = name ~ '_end_date' -%}
{%- if is_event or gap -%}
with
{% if is_event %}
supply as (

    select distinct
        person_id,
        event_date,
        event_end_date
    from {{ relation }}
    where event_date <= event_end_date

),
{% endif %}
span as (

    {{ stitched('supply' if is_event else relation, start_date, end_date, gap) | indent(4) }}

)

{% endif -%}
select
    entry.person_id,
    entry.entry_date,
    {{ _or_if_dead('coalesce(span.' ~ end_date ~ ', entry.entry_date)') }} as exit_date
from entry
left join {{ 'span' if is_event or gap else relation ~ ' as span' }}
    on entry.person_id = span.person_id
    and entry.entry_date between span.{{ start_date }} and span.{{ end_date }}
left join {{ ref('core__patient') }} as patient
    on entry.person_id = patient.person_id
{%- endmacro %}


{# The earlier of a date and death, when either is known: least() passes over what is null. #}
{% macro _or_if_dead(date, death_date='patient.death_date') %}
    {%- do return('least(' ~ date ~ ', ' ~ death_date ~ ')') -%}
{% endmacro %}


{% macro _or_death() %}
    {%- do return(' or death, whichever is first') -%}
{% endmacro %}
