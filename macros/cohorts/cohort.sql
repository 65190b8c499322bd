{#
    A cohort says who has X, since when and until when: an entry, named rules, an exit.
    It compiles to everyone who meets the entry, with `lost_to`: the name of the first rule that fails. Spells of an
    entry that recurs are joined where they overlap, adjoin or lie no more than `collapse_gap` open days apart.
    The definition is left in the node's meta; the registry reads it from there.
#}
{% macro cohort(entry, exit, rules={}, collapse_gap=none, reference_years=none) %}
    {%- do _must_know('cohort', kwargs, ['entry', 'exit', 'rules', 'collapse_gap', 'reference_years']) -%}
    {%- set entry = _in_slot('cohort(): entry', entry, 'entry', entry_verbs()) -%}
    {%- set exit = _in_slot('cohort(): exit', exit, 'exit', exit_verbs()) -%}
    {%- set rules = _named_rules(rules) -%}
    {%- if collapse_gap is not none -%}
        {%- do _must_be_whole_number('collapse_gap', collapse_gap, 0) -%}
        {%- if not entry.recurs -%}
            {%- do exceptions.raise_compiler_error("cohort(): collapse_gap joins spells, and only every() opens more than one") -%}
        {%- endif -%}
    {%- endif -%}
    {%- if reference_years is not none -%}
        {%- do _must_be_whole_number('reference_years', reference_years, 1) -%}
    {%- endif -%}

    {%- set definitions = [] -%}
    {%- for name, rule in rules.items() -%}
        {%- do definitions.append({'name': name, 'rule': rule.definition}) -%}
    {%- endfor -%}
    {%- do config(materialized='cohort', meta={'cohort': {
        'words': _cohort_words(entry, rules, exit, collapse_gap),
        'entry': entry.definition,
        'rules': definitions,
        'exit': exit.definition,
        'collapse_gap': collapse_gap or 0 if entry.recurs else none,
        'reference_years': reference_years,
    }}) -%}

with

entry as (

    {{ entry.sql | indent(4) }}

),

departure as (

    {{ exit.sql | indent(4) }}

),
{% for name, rule in rules.items() %}
-- {{ name }}
rule_{{ loop.index }} as (

    {{ rule.sql | indent(4) }}

),
{% endfor %}
observed as (

    select max(coverage_end_date) as last_date
    from {{ ref('cohorts__unbroken_coverage') }}

),

screened as (

    -- Nobody leaves before they came, or after the data ends.
    select
        entry.person_id,
        entry.entry_date as cohort_start_date,
        greatest(
            entry.entry_date,
            least(coalesce(departure.exit_date, observed.last_date), coalesce(observed.last_date, entry.entry_date))
        ) as cohort_end_date,
{%- if rules %}
        case
{%- for name in rules %}
            when rule_{{ loop.index }}.person_id is null then '{{ name | replace("'", "''") }}'
{%- endfor %}
        end as lost_to
{%- else %}
        cast(null as {{ dbt.type_string() }}) as lost_to
{%- endif %}
    from entry
    cross join observed
    left join departure
        on entry.person_id = departure.person_id
        and entry.entry_date = departure.entry_date
{%- for name in rules %}
    left join rule_{{ loop.index }}
        on entry.person_id = rule_{{ loop.index }}.person_id
        and entry.entry_date = rule_{{ loop.index }}.entry_date
{%- endfor %}

)
{%- if entry.recurs %},

kept as (

    select
        person_id,
        cohort_start_date,
        cohort_end_date
    from screened
    where lost_to is null

),

spell as (

    {{ stitched('kept', 'cohort_start_date', 'cohort_end_date', collapse_gap or 0) | indent(4) }}

),

spells as (

    select
        person_id,
        cohort_start_date,
        cohort_end_date,
        cast(null as {{ dbt.type_string() }}) as lost_to
    from spell
    union all
    select
        person_id,
        cohort_start_date,
        cohort_end_date,
        lost_to
    from screened
    where lost_to is not null

)
{%- endif %}

select
    person_id,
    cohort_start_date,
    cohort_end_date,
    lost_to
from {{ 'spells' if entry.recurs else 'screened' }}
{%- if reference_years -%}
{{ _year_by_year(entry, reference_years) }}
{%- endif %}
{% endmacro %}


{# The rules by name, each fit for its place. #}
{% macro _named_rules(rules) %}
    {%- if rules is not mapping -%}
        {%- do exceptions.raise_compiler_error("cohort(): rules pair English names with rules: {'adult at entry': age(at_least=18)}") -%}
    {%- endif -%}
    {%- set fit = {} -%}
    {%- for name, rule in rules.items() -%}
        {#- The name is a label of the attrition table and a comment of the SQL. -#}
        {%- if name is not string or name != name | trim or not name or '
' in name -%}
            {%- do exceptions.raise_compiler_error("cohort(): a rule needs a name of one line, not " ~ _shown(name)) -%}
        {%- endif -%}
        {%- do fit.update({name: _in_slot("cohort(): rule '" ~ name ~ "'", rule, 'rule', rule_verbs())}) -%}
    {%- endfor -%}
    {%- do return(fit) -%}
{% endmacro %}


{# The whole definition as one sentence. #}
{% macro _cohort_words(entry, rules, exit, collapse_gap) %}
    {%- set kept = [] -%}
    {%- for name, rule in rules.items() -%}
        {%- do kept.append(name ~ ' (' ~ rule.words ~ ')') -%}
    {%- endfor -%}
    {%- set words = ['Enters on the day of ' ~ entry.words ~ '.'] -%}
    {%- if kept -%} {%- do words.append('Kept if: ' ~ kept | join('; ') ~ '.') -%} {%- endif -%}
    {%- do words.append('Stays ' ~ exit.words ~ '.') -%}
    {%- if collapse_gap -%} {%- do words.append('Spells at most ' ~ collapse_gap ~ ' days apart are one.') -%} {%- endif -%}
    {%- do return(words | join(' ')) -%}
{% endmacro %}


{# What every verb of a cohort returns; `sources` are the concepts and cohorts that an entry takes its days from. #}
{% macro _verb(role, verb, words, arguments, sql, recurs=false, sources=[]) %}
    {%- do return({
        'role': role,
        'verb': verb,
        'words': words,
        'arguments': arguments,
        'definition': {'verb': verb, 'words': words, 'arguments': arguments},
        'sql': sql | trim,
        'recurs': recurs,
        'sources': sources,
    }) -%}
{% endmacro %}
