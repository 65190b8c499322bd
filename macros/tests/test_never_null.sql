{# Columns that every row fills, read in one go; returns each that is not filled, with the number of its empty rows. #}
{% test never_null(model, columns) %}
    with counted as (
        select
        {% for column in columns %}
            count(*) - count({{ column }}) as {{ column }}{{ ',' if not loop.last }}
        {% endfor %}
        from {{ model }}
    ),

    listed as (
        {% for column in columns %}
        select '{{ column }}' as column_name, {{ column }} as null_count from counted
        {{ 'union all' if not loop.last }}
        {% endfor %}
    )

    select
        column_name,
        null_count
    from listed
    where null_count > 0
{% endtest %}
