{# A rule is SQL giving the rows of `entry` that may stay: person_id and entry_date, judged on the day of entry. #}
{% macro rule_verbs() %}
    {%- do return([
        'enrolled()', 'age()', 'sex()', 'resides()', 'payer()',
        'has_before()', 'never_before()', 'has_within()', 'never_within()',
        'in_cohort()', 'not_in_cohort()', 'score()', 'plain_sql()',
    ]) -%}
{% endmacro %}


{#
    Covered from so many days before the entry to so many after it, with no gap longer than `max_gap` days: for medical
    care, for drugs of pharmacies, or for both.
#}
{% macro enrolled(days_before=0, days_after=0, max_gap=0, benefit='medical') %}
    {%- do _must_know('enrolled', kwargs, ['days_before', 'days_after', 'max_gap', 'benefit']) -%}
    {%- do _must_be_whole_number('days_before', days_before, 0) -%}
    {%- do _must_be_whole_number('days_after', days_after, 0) -%}
    {%- do _must_be_whole_number('max_gap', max_gap, 0) -%}
    {%- do _must_be_one_of('benefit', benefit, ['medical', 'pharmacy', 'both']) -%}
    {%- set benefits = ['medical', 'pharmacy'] if benefit == 'both' else [benefit] -%}
    {%- set conditions = [
        'coverage.coverage_start_date <= ' ~ _days_from('entry.entry_date', -days_before),
        _days_from('entry.entry_date', days_after) ~ ' <= coverage.coverage_end_date',
    ] -%}
    {%- set coverage = {} -%}
    {%- for one in benefits -%}
        {#- Said whole, for dbt to see the table. -#}
        {%- do coverage.update({
            one: ref('cohorts__unbroken_coverage') if one == 'medical' else ref('cohorts__unbroken_pharmacy_coverage')
        }) -%}
    {%- endfor -%}
    {%- set sql -%}
{%- if max_gap -%}
with
{% for one, table in coverage.items() %}
{{ one }}_stretch as (

    {{ stitched(table, 'coverage_start_date', 'coverage_end_date', max_gap) | indent(4) }}

){{ ',' if not loop.last }}
{% endfor %}
{% endif -%}
{%- for one, table in coverage.items() -%}
{{ _who_have(one ~ '_stretch' if max_gap else table, 'coverage', conditions) }}
{%- if not loop.last %}
intersect
{% endif -%}
{%- endfor -%}
    {%- endset -%}
    {%- set covered = {
        'medical': 'covered', 'pharmacy': 'with a pharmacy benefit', 'both': 'covered and with a pharmacy benefit'
    }[benefit] -%}
    {%- set days = [] -%}
    {%- if days_before -%} {%- do days.append(days_before ~ ' days before') -%} {%- endif -%}
    {%- if days_after -%} {%- do days.append(days_after ~ ' days after') -%} {%- endif -%}
    {%- set gap = 'with no gap longer than ' ~ max_gap ~ ' days' if max_gap else 'without a gap' -%}
    {%- set on_the_day = ' on the day of entry' ~ (' or within a gap of at most ' ~ max_gap ~ ' days' if max_gap else '') -%}
    {%- set words = covered ~ (' ' ~ gap ~ ' for ' ~ days | join(' and ') ~ ' entry' if days else on_the_day) -%}
    {%- set arguments = {
        'days_before': days_before, 'days_after': days_after, 'max_gap': max_gap, 'benefit': benefit
    } -%}
    {%- do return(_verb('rule', 'enrolled', words, arguments, sql)) -%}
{% endmacro %}


{# Age in completed years on the day of entry; a birthday on the day counts. #}
{% macro age(at_least=none, at_most=none) %}
    {%- do _must_know('age', kwargs, ['at_least', 'at_most']) -%}
    {%- if at_least is none and at_most is none -%}
        {%- do exceptions.raise_compiler_error("age() needs at_least, at_most or both, in completed years") -%}
    {%- endif -%}
    {%- set limits = [] -%}
    {%- set words = [] -%}
    {%- if at_least is not none -%}
        {%- do _must_be_whole_number('at_least', at_least, 0) -%}
        {%- do limits.append(_shifted('year', at_least, 'patient.birth_date') ~ ' <= entry.entry_date') -%}
        {%- do words.append('at least ' ~ at_least) -%}
    {%- endif -%}
    {%- if at_most is not none -%}
        {%- do _must_be_whole_number('at_most', at_most, 0) -%}
        {%- do limits.append('entry.entry_date < ' ~ _shifted('year', at_most + 1, 'patient.birth_date')) -%}
        {%- do words.append('at most ' ~ at_most) -%}
    {%- endif -%}
    {%- do _must_not_cross('age', at_least, at_most) -%}
    {%- set sql = _who_have(ref('core__patient'), 'patient', limits) -%}
    {%- set arguments = {'at_least': at_least, 'at_most': at_most} -%}
    {%- do return(_verb('rule', 'age', words | join(' and ') ~ ' years old', arguments, sql)) -%}
{% endmacro %}


{# Recorded sex. #}
{% macro sex(value) %}
    {%- do _must_know('sex', kwargs, ['value']) -%}
    {%- do _must_be_one_of('sex', value, ['female', 'male']) -%}
    {%- set sql = _who_have(ref('core__patient'), 'patient', ["patient.sex = '" ~ value ~ "'"]) -%}
    {%- do return(_verb('rule', 'sex', 'recorded sex ' ~ value, {'value': value}, sql)) -%}
{% endmacro %}


{# Lives in one of the states on the day of entry, by the address of a coverage span that holds the day. #}
{% macro resides(state) %}
    {%- do _must_know('resides', kwargs, ['state']) -%}
    {%- set states = _as_list(state) or [state] -%}
    {%- for one in states -%}
        {%- do _must_be_one_of('state', one, _states()) -%}
    {%- endfor -%}
    {%- set sql = _who_have(ref('core__coverage'), 'coverage', _covered_on_the_day() + [
        'coverage.fips_state_abbreviation in (' ~ _quoted(states) ~ ')'
    ]) -%}
    {%- set words = 'living in ' ~ _listed(states) ~ ' on the day of entry' -%}
    {%- do return(_verb('rule', 'resides', words, {'state': states}, sql)) -%}
{% endmacro %}


{# Covered by one of the lines of business on the day of entry, perhaps beside another. #}
{% macro payer(payer_type) %}
    {%- do _must_know('payer', kwargs, ['payer_type']) -%}
    {%- set types = _as_list(payer_type) or [payer_type] -%}
    {%- for one in types -%}
        {%- do _must_be_one_of('payer_type', one, payer_types()) -%}
    {%- endfor -%}
    {%- set sql = _who_have(ref('core__coverage'), 'coverage', _covered_on_the_day() + [
        'coverage.payer_type in (' ~ _quoted(types) ~ ')'
    ]) -%}
    {%- set words = 'covered by ' ~ _listed(types) ~ ' on the day of entry' -%}
    {%- do return(_verb('rule', 'payer', words, {'payer_type': types}, sql)) -%}
{% endmacro %}


{# Member of another cohort on the day of entry. #}
{% macro in_cohort(name) %}
    {%- do _must_know('in_cohort', kwargs, ['name']) -%}
    {%- set words = 'member of the cohort ' ~ _said(name) ~ ' on the day of entry' -%}
    {%- do return(_verb('rule', 'in_cohort', words, {'cohort': name}, _membership(name, 'exists'))) -%}
{% endmacro %}


{# No member of another cohort on the day of entry. #}
{% macro not_in_cohort(name) %}
    {%- do _must_know('not_in_cohort', kwargs, ['name']) -%}
    {%- set words = 'no member of the cohort ' ~ _said(name) ~ ' on the day of entry' -%}
    {%- do return(_verb('rule', 'not_in_cohort', words, {'cohort': name}, _membership(name, 'not exists'))) -%}
{% endmacro %}


{# A score or measured state, a table of models/features, as it stood on the day of entry; who has none is lost. #}
{% macro score(feature, at_least=none, at_most=none) %}
    {%- do _must_know('score', kwargs, ['feature', 'at_least', 'at_most']) -%}
    {%- if at_least is none and at_most is none -%}
        {%- do exceptions.raise_compiler_error("score() needs at_least, at_most or both") -%}
    {%- endif -%}
    {%- set said = _said(feature) -%}
    {%- set conditions = [
        'feature.valid_from_date <= entry.entry_date',
        'entry.entry_date <= coalesce(feature.valid_to_date, entry.entry_date)',
    ] -%}
    {%- set words = [] -%}
    {%- for name, limit, sign in [('at_least', at_least, '>='), ('at_most', at_most, '<=')] if limit is not none -%}
        {%- if limit is not number or limit is boolean -%}
            {%- do exceptions.raise_compiler_error("score('" ~ feature ~ "'): " ~ name ~ " is a number, not " ~ _shown(limit)) -%}
        {%- endif -%}
        {%- do conditions.append('feature.value ' ~ sign ~ ' ' ~ limit) -%}
        {%- do words.append(name | replace('_', ' ') ~ ' ' ~ limit) -%}
    {%- endfor -%}
    {%- do _must_not_cross('score', at_least, at_most) -%}
    {%- set sql = _who_have(ref('features__' ~ feature), 'feature', conditions) -%}
    {%- set arguments = {'feature': feature, 'at_least': at_least, 'at_most': at_most} -%}
    {%- do return(_verb('rule', 'score', said ~ ' of ' ~ words | join(' and ') ~ ' on the day of entry', arguments, sql)) -%}
{% endmacro %}


{% macro _membership(name, quantifier) %}
    {%- do return(_who_have(ref('cohort__' ~ name), 'member', [
        'member.cohort_start_date <= entry.entry_date',
        'entry.entry_date <= member.cohort_end_date',
    ], quantifier)) -%}
{% endmacro %}


{# A coverage span without an end still runs. #}
{% macro _covered_on_the_day() %}
    {%- do return([
        'coverage.enrollment_start_date <= entry.entry_date',
        'entry.entry_date <= coalesce(coverage.enrollment_end_date, entry.entry_date)',
    ]) -%}
{% endmacro %}


{# The rows of `entry` for which a row of the source fulfills (or, with not exists, never fulfills) the conditions. #}
{% macro _who_have(source, alias, conditions, quantifier='exists') -%}
select
    entry.person_id,
    entry.entry_date
from entry
where {{ quantifier }} (
    select 1
    from {{ source }} as {{ alias }}
    where {{ alias }}.person_id = entry.person_id
        and {{ conditions | join('\n        and ') }}
)
{%- endmacro %}


{# Postal abbreviations of states, the District of Columbia and territories (USPS Publication 28, appendix B). #}
{% macro _states() %}
    {%- do return((
        'AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK'
        ~ ' OR PA RI SC SD TN TX UT VT VA WA WV WI WY AS GU MP PR VI'
    ).split(' ')) -%}
{% endmacro %}
