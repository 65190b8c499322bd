{# The key of a model, one column or several: no row lacks a part of it, and no two rows share it. #}
{% test key(model, column_name=none, columns=none) %}
    {{ repeated_keys(model, columns or [column_name], is_filled=true) }}
{% endtest %}
