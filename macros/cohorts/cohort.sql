{#
    A cohort says who has X, since when and until when: an entry, named rules, an exit.
    It compiles to everyone who meets the entry, with `lost_to`: the name of the first rule that fails.
    The definition is left in the node's meta; the registry reads it from there.
#}
{% macro cohort(entry, exit, rules={}) %}
    {%- do _must_know('cohort', kwargs, ['entry', 'exit', 'rules']) -%}
    {%- do _must_have_role('cohort(): entry', entry, 'entry', entry_verbs()) -%}
    {%- do _must_have_role('cohort(): exit', exit, 'exit', exit_verbs()) -%}
    {%- if rules is not mapping -%}
        {%- do exceptions.raise_compiler_error("cohort(): rules pair English names with rules: {'adult at entry': age(at_least=18)}") -%}
    {%- endif -%}
    {%- for name, rule in rules.items() -%}
        {#- The name is a label of the attrition table and a comment of the SQL. -#}
        {%- if name is not string or name != name | trim or not name or '
' in name -%}
            {%- do exceptions.raise_compiler_error("cohort(): a rule needs a name of one line, not " ~ _shown(name)) -%}
        {%- endif -%}
        {%- do _must_have_role("cohort(): rule '" ~ name ~ "'", rule, 'rule', rule_verbs()) -%}
    {%- endfor -%}

    {%- set definitions = [] -%}
    {%- for name, rule in rules.items() -%}
        {%- do definitions.append({'name': name, 'rule': rule.definition}) -%}
    {%- endfor -%}
    {%- do config(materialized='cohort', meta={'cohort': {
        'words': _cohort_words(entry, rules, exit),
        'entry': entry.definition,
        'rules': definitions,
        'exit': exit.definition,
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
{%- for name in rules %}
    left join rule_{{ loop.index }}
        on entry.person_id = rule_{{ loop.index }}.person_id
{%- endfor %}

)

select
    person_id,
    cohort_start_date,
    cohort_end_date,
    lost_to
from screened
{% endmacro %}


{# The whole definition as one sentence. #}
{% macro _cohort_words(entry, rules, exit) %}
    {%- set kept = [] -%}
    {%- for name, rule in rules.items() -%}
        {%- do kept.append(name ~ ' (' ~ rule.words ~ ')') -%}
    {%- endfor -%}
    {%- set words = ['Enters on the day of ' ~ entry.words ~ '.'] -%}
    {%- if kept -%} {%- do words.append('Kept if: ' ~ kept | join('; ') ~ '.') -%} {%- endif -%}
    {%- do words.append('Stays ' ~ exit.words ~ '.') -%}
    {%- do return(words | join(' ')) -%}
{% endmacro %}


{# What every verb of a cohort returns. #}
{% macro _verb(role, verb, words, arguments, sql) %}
    {%- do return({
        'role': role,
        'verb': verb,
        'words': words,
        'arguments': arguments,
        'definition': {'verb': verb, 'words': words, 'arguments': arguments},
        'sql': sql | trim,
    }) -%}
{% endmacro %}
