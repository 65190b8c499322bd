{# The first day on which one of the entries is true; of entries that all recur, every day on which one is. #}
{% macro any_of() %}
    {%- do _must_know('any_of', kwargs, []) -%}
    {%- do return(_combined('any_of', varargs, 1)) -%}
{% endmacro %}


{# The first day by which all of the entries have become true, if asked all within so many days. #}
{% macro all_of() %}
    {%- do _must_know('all_of', kwargs.keys() | reject('equalto', 'within_days'), ['within_days']) -%}
    {%- do return(_combined('all_of', varargs, varargs | length, kwargs.get('within_days'))) -%}
{% endmacro %}


{# The first day by which k of the entries have become true, if asked within so many days. #}
{% macro at_least_k_of(k) %}
    {%- do _must_know('at_least_k_of', kwargs.keys() | reject('equalto', 'within_days'), ['k', 'within_days']) -%}
    {%- do _must_be_whole_number('k', k, 2) -%}
    {%- if varargs and k > varargs | length -%}
        {%- do exceptions.raise_compiler_error(
            "at_least_k_of(" ~ k ~ "): there are only " ~ varargs | length ~ " entries to choose from"
        ) -%}
    {%- endif -%}
    {%- do return(_combined('at_least_k_of', varargs, k, kwargs.get('within_days'))) -%}
{% endmacro %}


{#
    The common body: the day by which k of the parts are true. A part that recurs counts with each of its days, which
    matters when the days must lie close together.
#}
{% macro _combined(verb, parts, k, within_days=none) %}
    {%- if parts | length < 2 -%}
        {%- do exceptions.raise_compiler_error(verb ~ "() needs at least two entries") -%}
    {%- endif -%}
    {%- if within_days is not none -%}
        {%- do _must_be_whole_number('within_days', within_days, 0) -%}
    {%- endif -%}
    {%- set entries = [] -%}
    {%- for part in parts -%}
        {%- do entries.append(_in_slot(verb ~ '() part ' ~ loop.index, part, 'entry', entry_verbs())) -%}
    {%- endfor -%}
    {%- set recurring = entries | map(attribute='recurs') | select | list | length -%}
    {%- set recurs = k == 1 and recurring == entries | length -%}
    {%- if k == 1 and recurring and not recurs -%}
        {%- do exceptions.raise_compiler_error(
            verb ~ "() mixes entries that recur with others that do not; say every() in all parts or in none"
        ) -%}
    {%- endif -%}
    {#- The first days of the parts suffice, unless the days must lie close together. -#}
    {%- set simple = within_days is none and (k == 1 or k == entries | length) -%}
    {%- set numbered = not simple -%}

    {%- set sql -%}
with
{% for entry in entries %}
{{ verb }}_{{ loop.index }} as (

    {{ entry.sql | indent(4) }}

),
{% endfor %}
{{ verb }} as (
{% for entry in entries %}
    select
        person_id,
        {{ 'min(entry_date) as entry_date' if entry.recurs and k > 1 and within_days is none else 'entry_date' }}
{%- if numbered %},
        {{ loop.index }} as part
{%- endif %}
    from {{ verb }}_{{ loop.index }}
{%- if entry.recurs and k > 1 and within_days is none %}
    group by person_id
{%- endif %}
{%- if not loop.last %}
    union all
{%- endif %}
{%- endfor %}

)
{%- if within_days is not none %},

-- The latest day of each part so far.
latest as (

    select
        person_id,
        entry_date,
{%- for entry in entries %}
        max(case when part = {{ loop.index }} then entry_date end) over (
            partition by person_id
            order by entry_date
            range between unbounded preceding and current row
        ) as part_{{ loop.index }}_date{{ ',' if not loop.last }}
{%- endfor %}
    from {{ verb }}

)

select
    person_id,
    min(entry_date) as entry_date
from latest
where {% for entry in entries -%}
    case when entry_date <= {{ _days_from('part_' ~ loop.index ~ '_date', within_days) }} then 1 else 0 end
    {%- if not loop.last %}
    + {% endif %}
{%- endfor %} >= {{ k }}
group by person_id
{%- elif recurs %}

select distinct
    person_id,
    entry_date
from {{ verb }}
{%- elif simple %}

select
    person_id,
    {{ 'min' if k == 1 else 'max' }}(entry_date) as entry_date
from {{ verb }}
group by person_id
{%- if k > 1 %}
having count(*) = {{ k }}
{%- endif %}
{%- else %},

ordered as (

    select
        person_id,
        entry_date,
        row_number() over (partition by person_id order by entry_date, part) as place
    from {{ verb }}

)

select
    person_id,
    entry_date
from ordered
where place = {{ k }}
{%- endif %}
    {%- endset -%}

    {%- set two = entries | length == 2 -%}
    {%- if recurs -%}
        {%- set opening = 'each of' -%}
    {%- elif k == 1 -%}
        {%- set opening = 'the ' ~ ('earlier' if two else 'earliest') ~ ' of' -%}
    {%- elif k == entries | length -%}
        {%- set opening = 'the ' ~ ('later' if two else 'latest') ~ ' of' -%}
    {%- else -%}
        {%- set opening = 'the ' ~ {2: 'second', 3: 'third'}.get(k, k ~ 'th') ~ ' of' -%}
    {%- endif -%}
    {%- set words = opening ~ ' (' ~ entries | map(attribute='words') | join('; ') ~ ')' -%}
    {%- set closing = '' if within_days is none else (' on one day' if within_days == 0 else ' within ' ~ within_days ~ ' days') -%}
    {%- set arguments = {'entries': entries | map(attribute='definition') | list} -%}
    {%- if verb == 'at_least_k_of' -%} {%- do arguments.update({'k': k}) -%} {%- endif -%}
    {%- if verb != 'any_of' -%} {%- do arguments.update({'within_days': within_days}) -%} {%- endif -%}
    {%- do return(_verb('entry', verb, words ~ closing, arguments, sql, recurs, entries | map(attribute='sources') | sum(start=[]))) -%}
{% endmacro %}
