{#
    Check sum of a National Provider Identifier: a multiple of 10 when the last digit is right. The Luhn sum
    runs over the ten digits with the prefix 80840 before them, which adds 24; every other digit from the
    first counts double, less 9 when that exceeds 9.
#}
{% macro npi_check_sum(npi) -%}
    (
        24
        {% for position in range(1, 11) -%}
            {%- set digit = 'cast(substring(' ~ npi ~ ', ' ~ position ~ ', 1) as integer)' -%}
            {% if position % 2 == 1 %}
                + 2 * {{ digit }} - case when {{ digit }} > 4 then 9 else 0 end
            {% else %}
                + {{ digit }}
            {% endif %}
        {%- endfor %}
    )
{%- endmacro %}
