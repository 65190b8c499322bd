{#
    Asks all checks of a table of the input layer and gives one row per check and source. The rows are read once, for
    the checks of rows and for those of groups: a claim or a person.

    A row's answers to 30 checks are one number of two binary digits each: asked, and failed. Rows with the same answers
    are counted together, for a tenth of the work of counting check by check.

    `key` are the columns that name a row, `group_key` the column of the group, `last_run` the relation of the extract,
    `lists` the code lists by the column they know, `facts` the columns that several checks speak of, by name.
#}
{% macro quality_pass(table, relation, key, group_key, last_run, lists, facts={}) -%}
{%- set checks = quality_checks(table) -%}
{%- set of_rows = checks | rejectattr('of_group') | list -%}
{%- set of_groups = checks | selectattr('of_group') | list -%}
{#- Two digits each, so many fit into a whole number of 64 bits. -#}
{%- set per_word = 30 -%}
{%- set words = of_rows | batch(per_word) | list -%}

with

noted as (

    {{ quality_of_rows(words, of_groups, relation, key, group_key, last_run, lists, facts) | indent(4) }}

),

counted as (

    select
        data_source,
        {% for word in words -%}
        answers_{{ loop.index }},
        {% endfor -%}
        count(*) as row_count,
        min(example_key) as example_key
    from noted
    group by
        {% for word in words -%}
        answers_{{ loop.index }},
        {% endfor -%}
        data_source

),

group_answer as (

    {{ quality_of_groups(of_groups, relation, group_key, 'noted') | indent(4) }}

),

row_check as (

    {{ quality_words(of_rows, per_word) }}

),

row_answer as (

    select
        row_check.*,
        counted.data_source,
        counted.row_count,
        counted.example_key,
        case row_check.word
            {% for word in words -%}
            when {{ loop.index }} then counted.answers_{{ loop.index }}
            {% endfor %}
        end & (3 * row_check.digit) as answer
    from counted
    cross join row_check

)

select
    '{{ table }}' as table_name,
    column_name,
    severity,
    sentence,
    data_source,
    sum(case when answer > 0 then row_count else 0 end) as rows_checked,
    sum(case when answer > digit then row_count else 0 end) as rows_failing,
    min(case when answer > digit then example_key end) as example_key
from row_answer
group by
    column_name,
    severity,
    sentence,
    data_source

union all

select
    '{{ table }}' as table_name,
    column_name,
    severity,
    sentence,
    data_source,
    rows_checked,
    rows_failing,
    example_key
from group_answer
{%- endmacro %}
