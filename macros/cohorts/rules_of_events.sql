{# At least one event (or so many days with one) before the day of entry: ever recorded, or within so many days. #}
{% macro has_before(concept, within_days=none, at_least=1, setting=none) %}
    {%- do _must_know('has_before', kwargs, ['concept', 'within_days', 'at_least', 'setting']) -%}
    {%- set arguments = {'concept': concept, 'within_days': within_days, 'at_least': at_least, 'setting': setting} -%}
    {%- do return(_rule_on_events('has_before', arguments, _before(within_days), _before_words(within_days))) -%}
{% endmacro %}


{# No event of the concept before the day of entry: ever recorded, or within so many days. #}
{% macro never_before(concept, within_days=none, setting=none) %}
    {%- do _must_know('never_before', kwargs, ['concept', 'within_days', 'setting']) -%}
    {%- set arguments = {'concept': concept, 'within_days': within_days, 'setting': setting} -%}
    {%- do return(_rule_on_events('never_before', arguments, _before(within_days), _before_words(within_days))) -%}
{% endmacro %}


{# At least one event (or so many days with one) from so many days before the entry to so many after it. #}
{% macro has_within(concept, days_before=0, days_after=0, at_least=1, setting=none) %}
    {%- do _must_know('has_within', kwargs, ['concept', 'days_before', 'days_after', 'at_least', 'setting']) -%}
    {%- set arguments = {
        'concept': concept, 'days_before': days_before, 'days_after': days_after, 'at_least': at_least, 'setting': setting
    } -%}
    {%- set words = _around_words(days_before, days_after) -%}
    {%- do return(_rule_on_events('has_within', arguments, _around(days_before, days_after), words)) -%}
{% endmacro %}


{# No event of the concept from so many days before the entry to so many after it. #}
{% macro never_within(concept, days_before=0, days_after=0, setting=none) %}
    {%- do _must_know('never_within', kwargs, ['concept', 'days_before', 'days_after', 'setting']) -%}
    {%- set arguments = {'concept': concept, 'days_before': days_before, 'days_after': days_after, 'setting': setting} -%}
    {%- set words = _around_words(days_before, days_after) -%}
    {%- do return(_rule_on_events('never_within', arguments, _around(days_before, days_after), words)) -%}
{% endmacro %}


{# The common body of the rules on events: those who have, or never have, events that fulfill the conditions. #}
{% macro _rule_on_events(verb, arguments, conditions, when) %}
    {%- set concept = arguments.concept -%}
    {%- set said = _said(concept) -%}
    {%- set wanted = _wanted_settings(arguments.setting) -%}
    {%- set at_least = arguments.get('at_least', 1) -%}
    {%- do _must_be_whole_number('at_least', at_least, 1) -%}
    {%- if wanted -%}
        {%- do conditions.append('event.setting in (' ~ _quoted(settings_within(wanted)) ~ ')') -%}
    {%- endif -%}
    {%- set relation = ref('concept__' ~ concept) -%}
    {%- if at_least == 1 -%}
        {%- set quantifier = 'not exists' if verb.startswith('never') else 'exists' -%}
        {%- set sql = _who_have(relation, 'event', conditions, quantifier) -%}
    {%- else -%}
        {%- set sql -%}
select
    entry.person_id,
    entry.entry_date
from entry
inner join {{ relation }} as event
    on entry.person_id = event.person_id
    and {{ conditions | join('\n    and ') }}
group by
    entry.person_id,
    entry.entry_date
having count(distinct event.event_date) >= {{ at_least }}
        {%- endset -%}
    {%- endif -%}
    {%- if verb.startswith('never') -%}
        {%- set amount = 'no' -%}
    {%- elif at_least == 1 -%}
        {%- set amount = 'an' if wanted and wanted[0][0] in 'aeiou' else 'a' -%}
    {%- else -%}
        {%- set amount = at_least ~ ' days or more with a' ~ ('n' if wanted and wanted[0][0] in 'aeiou' else '') -%}
    {%- endif -%}
    {%- set words = amount ~ ' ' ~ _settings_said(wanted) ~ 'record of ' ~ said ~ when -%}
    {%- do arguments.update({'setting': wanted or none}) -%}
    {%- do return(_verb('rule', verb, words, arguments, sql)) -%}
{% endmacro %}


{% macro _before(within_days) %}
    {%- set conditions = ['event.event_date < entry.entry_date'] -%}
    {%- if within_days is not none -%}
        {%- do _must_be_whole_number('within_days', within_days, 1) -%}
        {%- do conditions.append(_days_from('entry.entry_date', -within_days) ~ ' <= event.event_date') -%}
    {%- endif -%}
    {%- do return(conditions) -%}
{% endmacro %}


{% macro _before_words(within_days) %}
    {%- do return(' before the day of entry' if within_days is none else ' in the ' ~ within_days ~ ' days before entry') -%}
{% endmacro %}


{% macro _around(days_before, days_after) %}
    {%- do _must_be_whole_number('days_before', days_before, 0) -%}
    {%- do _must_be_whole_number('days_after', days_after, 0) -%}
    {%- do return([
        _days_from('entry.entry_date', -days_before) ~ ' <= event.event_date',
        'event.event_date <= ' ~ _days_from('entry.entry_date', days_after),
    ]) -%}
{% endmacro %}


{% macro _around_words(days_before, days_after) %}
    {%- set days = [] -%}
    {%- if days_before -%} {%- do days.append('the ' ~ days_before ~ ' days before') -%} {%- endif -%}
    {%- if days_after -%} {%- do days.append('the ' ~ days_after ~ ' days after') -%} {%- endif -%}
    {%- do return(' on the day of entry' ~ (' or in ' ~ days | join(' or ') ~ ' it' if days else '')) -%}
{% endmacro %}
