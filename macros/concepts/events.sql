{% macro event_verbs() %}
    {%- do return([
        'conditions()', 'procedures()', 'medications()', 'labs()', 'vitals()', 'encounters()', 'immunizations()',
        'observations()', 'deaths()', 'enrollments()'
    ]) -%}
{% endmacro %}


{# What every event verb returns: of the arguments those that were given, of the tables their names. #}
{% macro _events(verb, words, arguments, tables, sql) %}
    {%- set given = {} -%}
    {%- for name, value in arguments.items() if value is not none -%}
        {%- do given.update({name: value}) -%}
    {%- endfor -%}
    {%- do return({
        'role': 'events',
        'verb': verb,
        'words': words,
        'arguments': given,
        'definition': {'verb': verb, 'words': words, 'arguments': given},
        'tables': tables | map(attribute='name') | unique | list,
        'sql': sql | trim,
    }) -%}
{% endmacro %}


{#
    The records of core tables whose code stands in the value set, as an event verb. A table is its expressions:
        name        core.<name>
        key         of the row
        date        of the event; `end_date` where it lasts longer
        code_type, code
        value       number it carries, if any; likewise `position` and `setting`, which else is that of the encounter
        encounter   key of the encounter; encounter_id unless said
        clinician   key of the clinician; that of the encounter unless said
        source      conditions that tell its records of claims from those of charts
        only        conditions that a record must meet
#}
{% macro _coded_events(verb, noun, arguments, tables) %}
    {%- set words = [noun] + _filter_words(arguments) -%}
    {%- do return(_events(verb, words | join(' '), arguments, tables, _coded_sql(arguments, tables))) -%}
{% endmacro %}


{% macro _coded_sql(arguments, tables) -%}
    {%- set specialties = _as_list(arguments.get('specialty')) -%}
    {%- set wanted = settings_within(_as_list(arguments.get('setting'))) -%}
    {%- set of_encounter = [] -%}
    {%- for table in tables if not table.setting or (specialties and not table.clinician) -%}
        {%- do of_encounter.append(table) -%}
    {%- endfor -%}
with

code as (

    {{ _recorded_codes(arguments.value_set, tables) | trim | indent(4) }}

),
{%- if arguments.get('claim_type') %}

claim as (

    select claim_id
    from {{ ref('core__medical_claim') }}
    where claim_type = '{{ arguments.claim_type }}'

),
{%- endif %}
{%- if specialties %}

clinician as (

    select practitioner_id
    from {{ ref('core__practitioner') }}
    where lower(specialty) in ({{ _quoted(specialties) | lower }})

),
{%- endif %}

record as (
{% for table in tables %}
    select
        person_id,
        {{ table.date }} as event_date,
        {{ table.end_date or table.date }} as event_end_date,
        {{ table.code_type }} as code_type,
        {{ table.code }} as code,
        {{ table.value or 'cast(null as double)' }} as value,
        {{ table.setting or 'cast(null as ' ~ dbt.type_string() ~ ')' }} as setting,
        {{ table.position or 'cast(null as integer)' }} as position,
        {{ table.encounter ~ ' as ' if table.encounter }}encounter_id,
        'core.{{ table.name }}' as source_table,
        {{ table.key }} as source_id
    from {{ ref('core__' ~ table.name) }}
    where {{ _record_conditions(table, arguments) | join('\n        and ') }}
    {%- if not loop.last %}
    union all
    {%- endif %}
{%- endfor %}

),
{%- if of_encounter %}

encounter as (

    select * from {{ ref('concepts__encounter_setting') }}

),
{%- endif %}

placed as (

    select
        record.person_id,
        record.event_date,
        record.event_end_date,
        record.code_type,
        record.code,
        record.value,
        {%- if of_encounter %}
        coalesce(record.setting, encounter.setting, 'other') as setting,
        {%- else %}
        record.setting,
        {%- endif %}
        record.position,
        record.encounter_id,
        record.source_table,
        record.source_id
    from record
    inner join code
        on record.code_type = code.code_type
        and record.code = code.code
    {%- if of_encounter %}
    left join encounter
        on record.encounter_id = encounter.encounter_id
    {%- endif %}
    where record.event_date is not null
    {%- if specialties and not tables[0].clinician %}
        and encounter.attending_provider_id in (select clinician.practitioner_id from clinician)
    {%- endif %}

)

select * from placed
{%- if wanted %}
where setting in ({{ _quoted(wanted) }})
{%- endif %}
{%- if tables | map(attribute='name') | unique | list | length < tables | length %}
-- A record that carries several matching codes (a drug as NDC and as ATC class) is one event.
qualify row_number() over (
    partition by source_table, source_id
    order by code_type, code
) = 1
{%- endif %}
{%- endmacro %}


{# What a row of a core table must meet: a code of the value set, and the filters that the table itself answers. #}
{% macro _record_conditions(table, arguments) %}
    {%- set conditions = [table.code ~ ' in (select code.code from code)'] + table.get('only', []) -%}
    {%- if arguments.get('source') and table.source -%}
        {%- do conditions.append(table.source[arguments.source]) -%}
    {%- endif -%}
    {%- if arguments.get('claim_type') -%}
        {%- do conditions.append('claim_id in (select claim.claim_id from claim)') -%}
    {%- endif -%}
    {%- if arguments.get('specialty') and table.clinician -%}
        {%- do conditions.append(table.clinician ~ ' in (select clinician.practitioner_id from clinician)') -%}
    {%- endif -%}
    {%- do return(conditions) -%}
{% endmacro %}
