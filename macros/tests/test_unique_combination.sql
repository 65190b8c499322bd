{# Several columns together tell every row from the others; a part may be empty, and emptiness is a value like others. #}
{% test unique_combination(model, columns) %}
    {{ repeated_keys(model, columns, is_filled=false) }}
{% endtest %}
