{# Checks of data quality that fail, of the severities that the condition names. #}
{% macro failing_checks(condition) -%}
select
    level,
    table_name,
    column_name,
    severity,
    sentence,
    data_source,
    rows_failing,
    example_key
from {{ ref('judge__data_quality') }}
where {{ condition }} and not is_passed
{%- endmacro %}
