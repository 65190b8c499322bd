{#
    What no verb says, said in SQL. As an entry it gives person_id and entry_date; as a rule the person_id and
    entry_date of the rows of `entry` that may stay; as an exit person_id, entry_date and exit_date.
#}
{% macro plain_sql(text, words, recurs=false) %}
    {%- do _must_know('plain_sql', kwargs, ['text', 'words', 'recurs']) -%}
    {%- do _must_be_one_of('recurs', recurs, [true, false]) -%}
    {%- for name, value in [('text', text), ('words', words)] if value is not string or not value | trim -%}
        {%- do exceptions.raise_compiler_error(
            "plain_sql() needs SQL from a set block and its meaning in words; " ~ name ~ " is " ~ _shown(value)
        ) -%}
    {%- endfor -%}
    {#- Its place in the definition decides what is made of it. -#}
    {%- do return(_verb('plain', 'plain_sql', words, {'recurs': recurs}, text, recurs)) -%}
{% endmacro %}


{# A verb for its place in a definition: refused if it does not belong there, plain SQL made fit for it. #}
{% macro _in_slot(place, verb, role, allowed) %}
    {%- if verb is not mapping or verb.get('role') != 'plain' -%}
        {%- do _must_have_role(place, verb, role, allowed) -%}
        {%- do return(verb) -%}
    {%- endif -%}
    {%- set sql -%}
{%- if role == 'rule' or (role == 'entry' and verb.recurs) -%}
select distinct
    person_id,
    cast(entry_date as date) as entry_date
{%- elif role == 'entry' -%}
select
    person_id,
    cast(min(entry_date) as date) as entry_date
{%- else -%}
select
    person_id,
    cast(entry_date as date) as entry_date,
    cast(min(exit_date) as date) as exit_date
{%- endif %}
from (

    {{ verb.sql | indent(4) }}

) as plain
where entry_date is not null
{%- if role == 'exit' %}
group by person_id, entry_date
{%- elif role == 'entry' and not verb.recurs %}
group by person_id
{%- endif %}
    {%- endset -%}
    {#- The words of an exit follow `Stays`. -#}
    {%- set words = 'until ' ~ verb.words if role == 'exit' else verb.words -%}
    {%- do return(_verb(role, 'plain_sql', words, verb.arguments, sql, verb.recurs, [{'kind': 'plain'}])) -%}
{% endmacro %}
