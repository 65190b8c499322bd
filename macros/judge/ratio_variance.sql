{#
    Variance of sum(numerator) / sum(denominator) over independent people, by linearization: the sum of squared
    residuals over the squared denominator. For a share of people it is p (1 - p) / n. With nothing counted it
    is that of one event.
#}
{% macro ratio_variance(numerator, denominator) -%}
    case
        when sum({{ denominator }}) = 0 then null
        when sum({{ numerator }}) = 0 then 1 / power(cast(sum({{ denominator }}) as double), 2)
        else greatest(
            sum(power(cast({{ numerator }} as double), 2))
            - 2 * sum({{ numerator }}) / cast(sum({{ denominator }}) as double)
            * sum(cast({{ numerator }} as double) * {{ denominator }})
            + power(sum({{ numerator }}) / cast(sum({{ denominator }}) as double), 2)
            * sum(power(cast({{ denominator }} as double), 2)),
            0
        ) / power(cast(sum({{ denominator }}) as double), 2)
    end
{%- endmacro %}
