{#
    A condition for any model: the person is a member of the cohort on that day, the first and the last day of
    membership included. `person` and `date` are columns of the query around it, with the name of their table.
    One line cuts a model to a cohort, and no row of it is doubled by spells that recur:

        where {{ is_member_on('diabetes', 'medical_claim.person_id', 'medical_claim.claim_start_date') }}

    A rule of a cohort asks in_cohort() instead, which looks at the day of entry.
#}
{% macro is_member_on(cohort, person, date) -%}
    {%- do _must_know('is_member_on', kwargs, ['cohort', 'person', 'date']) -%}
    {%- for name, column in [('person', person), ('date', date)] -%}
        {%- if column is not string or '.' not in column -%}
            {#- person_id alone would be that of the cohort, and everybody a member. -#}
            {%- do exceptions.raise_compiler_error(
                "is_member_on('" ~ cohort ~ "'): " ~ name ~ " is a column with its table, such as claim.person_id, not "
                ~ _shown(column)
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {#- A name that no query around it has: theirs would be hidden. -#}
    {%- set member = 'member_of_' ~ cohort -%}
exists (
    select 1
    from {{ ref('cohort__' ~ cohort) }} as {{ member }}
    where {{ member }}.person_id = {{ person }}
        and cast({{ date }} as date) between {{ member }}.cohort_start_date and {{ member }}.cohort_end_date
)
{%- endmacro %}
