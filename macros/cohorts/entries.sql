{# An entry is SQL giving one row per person: person_id and entry_date, the day the definition became true. #}
{% macro entry_verbs() %}
    {%- do return(['first()', 'any_of()', 'all_of()']) -%}
{% endmacro %}


{#
    The first event of a concept; with at_least, the day of the event that completes so many,
    each at least `days_apart` days after the one before. `setting` is one setting or a list of them.
#}
{% macro first(concept, at_least=1, days_apart=none, setting=none) %}
    {%- do _must_know('first', kwargs, ['concept', 'at_least', 'days_apart', 'setting']) -%}
    {%- set settings_allowed = settings() -%}
    {%- set several = setting is sequence and setting is not string and setting | length > 0 -%}
    {%- set wanted = [] if setting is none else (setting if several else [setting]) -%}
    {%- for one in wanted -%}
        {%- do _must_be_one_of('setting', one, settings_allowed) -%}
    {%- endfor -%}
    {%- do _must_be_whole_number('at_least', at_least, 1) -%}
    {%- if days_apart is not none -%}
        {%- do _must_be_whole_number('days_apart', days_apart, 1) -%}
        {%- if at_least == 1 -%}
            {%- do exceptions.raise_compiler_error(
                "first('" ~ concept ~ "', days_apart=" ~ days_apart ~ "): one event has no distance; say at_least=2 or more"
            ) -%}
        {%- endif -%}
    {%- endif -%}
    {%- set distance = days_apart or 1 -%}

    {%- set sql -%}
{%- if at_least == 1 -%}
select
    person_id,
    min(event_date) as entry_date
from {{ ref('concept__' ~ concept) }}
where event_date is not null
{%- if wanted %}
    and setting in ({{ _quoted(settings_within(wanted)) }})
{%- endif %}
group by person_id
{%- else -%}
with

qualifying as (

    select
        person_id,
        event_date
    from {{ ref('concept__' ~ concept) }}
{%- if wanted %}
    where setting in ({{ _quoted(settings_within(wanted)) }})
{%- endif %}

),

event_1 as (

    select
        person_id,
        min(event_date) as event_date
    from qualifying
    group by person_id

){% for number in range(2, at_least + 1) %},

event_{{ number }} as (

    select
        qualifying.person_id,
        min(qualifying.event_date) as event_date
    from event_{{ number - 1 }}
    inner join qualifying
        on event_{{ number - 1 }}.person_id = qualifying.person_id
        and {{ _days_from('event_' ~ (number - 1) ~ '.event_date', distance) }} <= qualifying.event_date
    group by qualifying.person_id

){% endfor %}

select
    person_id,
    event_date as entry_date
from event_{{ at_least }}
{%- endif -%}
    {%- endset -%}

    {%- set words = [{1: 'the first', 2: 'a second', 3: 'a third'}.get(at_least, 'the ' ~ at_least ~ 'th')] -%}
    {%- if wanted -%} {%- do words.append(_listed(wanted)) -%} {%- endif -%}
    {%- do words.append('record of ' ~ _said(concept) ~ (', each' if at_least > 2 else '')) -%}
    {%- if at_least > 1 and distance == 1 -%}
        {%- do words.append('on another day') -%}
    {%- elif at_least > 1 -%}
        {%- do words.append('at least ' ~ distance ~ ' days after ' ~ ('the first' if at_least == 2 else 'the one before')) -%}
    {%- endif -%}
    {%- set arguments = {'concept': concept, 'at_least': at_least, 'days_apart': distance if at_least > 1 else none, 'setting': wanted or none} -%}
    {%- do return(_verb('entry', 'first', words | join(' '), arguments, sql)) -%}
{% endmacro %}


{# The first day on which one of the entries is true. #}
{% macro any_of() %}
    {%- do return(_combined('any_of', varargs, ['earlier', 'earliest'], 'min', none)) -%}
{% endmacro %}


{# The first day on which all of the entries have become true. #}
{% macro all_of() %}
    {%- do return(_combined('all_of', varargs, ['later', 'latest'], 'max', 'having count(*) = ' ~ varargs | length)) -%}
{% endmacro %}


{% macro _combined(verb, entries, comparison, pick, having) %}
    {%- if entries | length < 2 -%}
        {%- do exceptions.raise_compiler_error(verb ~ "() needs at least two entries") -%}
    {%- endif -%}
    {%- for entry in entries -%}
        {%- do _must_have_role(verb ~ '() part ' ~ loop.index, entry, 'entry', entry_verbs()) -%}
    {%- endfor -%}
    {%- set sql -%}
with
{% for entry in entries %}
{{ verb }}_{{ loop.index }} as (

    {{ entry.sql | indent(4) }}

),
{% endfor %}
{{ verb }} as (
{% for entry in entries %}
    select * from {{ verb }}_{{ loop.index }}
{%- if not loop.last %}
    union all
{%- endif %}
{%- endfor %}

)

select
    person_id,
    {{ pick }}(entry_date) as entry_date
from {{ verb }}
group by person_id
{%- if having %}
{{ having }}
{%- endif %}
    {%- endset -%}
    {%- set opening = 'the ' ~ comparison[0 if entries | length == 2 else 1] ~ ' of' -%}
    {%- set words = opening ~ ' (' ~ entries | map(attribute='words') | join('; ') ~ ')' -%}
    {%- set arguments = {'entries': entries | map(attribute='definition') | list} -%}
    {%- do return(_verb('entry', verb, words, arguments, sql)) -%}
{% endmacro %}
