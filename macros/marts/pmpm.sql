{# Dollars per member and month by the given columns of financial_pmpm.pmpm_prep, with the months behind them. #}
{% macro pmpm(by) -%}
    {%- set categories = [
        'inpatient', 'outpatient', 'office_based', 'ancillary', 'other', 'medical', 'pharmacy', 'total'
    ] -%}
    select
        {% for column in by -%}
        {{ column }},
        {% endfor -%}
        cast(sum(member_months) as bigint) as member_months,
        -- Rounded, so that the order in which rows were summed leaves no trace.
        cast(round(sum(exact_member_months), 6) as double) as exact_member_months,
        {% for amount in ['paid', 'allowed'] -%}
        {% set last_amount = loop.last -%}
        {% for category in categories -%}
        cast(sum({{ category }}_{{ amount }}) / cast(sum(member_months) as double) as double)
            as {{ category }}_{{ amount }}{{ ',' if not (loop.last and last_amount) }}
        {% endfor -%}
        {% endfor %}
    from {{ ref('financial_pmpm__pmpm_prep') }}
    group by
        {{ by | join(',\n        ') }}
{%- endmacro %}
