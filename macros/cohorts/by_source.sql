{#
    The whole definition of a cohort once more, for somebody who has claims alone and for somebody who has charts alone:
    its events, and the members of the cohorts that it names, are cut to the one source. Coverage, patients and scores
    are left as they are. `statement` is the compiled definition of the model that is being built.
#}
{% macro _by_source(statement) %}
    {%- set sources = ['claims', 'charts'] -%}
    {%- set steps = [] -%}
    {%- set cut = {} -%}
    {%- for source in sources -%} {%- do cut.update({source: statement}) -%} {%- endfor -%}
    {#- A long name first: it may begin with a shorter one. -#}
    {%- for id in model.depends_on.nodes | sort(reverse=true) -%}
        {%- set name = id.split('.')[-1] -%}
        {%- set kind = name.split('__')[0] -%}
        {%- set is_judged = kind == 'cohort' and graph.nodes[id].config.meta.truth -%}
        {%- if kind == 'concept' or is_judged -%}
            {%- set relation = ref(name) -%}
            {%- for source in sources -%}
                {%- set step = source ~ '_of_' ~ name -%}
                {%- do cut.update({source: cut[source] | replace(relation | string, step)}) -%}
                {%- do steps.append((step, by_source(relation) if is_judged else relation, kind, source)) -%}
            {%- endfor -%}
        {%- endif -%}
    {%- endfor -%}
with
{% for step, relation, kind, source in steps %}
{{ step }} as (

    select *
    from {{ relation }}
    where {{ _event_is_of(source) | indent(8) if kind == 'concept' else _member_is_of(source) }}

),
{% endfor %}
{%- for source in sources %}
{{ source }} as (

    {{ cut[source] | trim | indent(4) }}

){{ ',' if not loop.last }}
{% endfor %}
{%- for source in sources %}
select
    '{{ source }}' as source,
    person_id,
    cohort_start_date,
    cohort_end_date,
    lost_to
from {{ source }}
{%- if not loop.last %}
union all
{%- endif %}
{%- endfor %}
{% endmacro %}


{#
    Whether an event of a concept comes from claims or from charts. The keys that core gives to records of claims tell,
    as a test makes sure; tables of one source tell for themselves; a death is known to both.
#}
{% macro _event_is_of(source) -%}
    {%- if source == 'charts' -%}
(source_table = 'core.patient' or not {{ _event_is_of('claims') }})
    {%- else -%}
(
    source_table in ('core.coverage', 'core.patient', 'core.pharmacy_claim')
    {%- for table, patterns in keys_of_claims().items() %}
    {%- for pattern in patterns %}
    or (source_table = 'core.{{ table }}' and source_id like '{{ pattern }}')
    {%- endfor %}
    {%- endfor %}
)
    {%- endif -%}
{%- endmacro %}


{# Whether a row of another cohort's view is a member by that source. #}
{% macro _member_is_of(source) -%}
source = '{{ source }}' and lost_to is null
{%- endmacro %}


{# The core tables that hold records of claims beside those of charts, with the shapes of the keys of the former. #}
{% macro keys_of_claims() %}
    {%- do return({
        'condition': ['%-diagnosis-%'],
        'procedure': ['%-procedure-%', '%-service'],
        'encounter': ['claims-%'],
    }) -%}
{% endmacro %}


{# The view of who met the entry of a cohort by claims alone and by charts alone, from the ref of the cohort. #}
{% macro by_source(cohort) %}
    {%- do return(cohort.incorporate(path={'identifier': cohort.identifier ~ '__by_source'}, type='view')) -%}
{% endmacro %}


{# The cohorts whose twin names true conditions, with the conditions: what the judge asks. #}
{% macro cohorts_of_truth() %}
    {%- do return(_cohorts_that_name('truth')) -%}
{% endmacro %}
