{#
    dbt's test that every value of a column stands in another table, here by numbers of 64 bits in the place of texts, which
    takes half of the time. A value that is missing there would have to share its number with one of millions.
#}
{% test relationships(model, column_name, to, field) %}
    with child as (
        select
            {{ column_name }} as from_field,
            {{ row_hash(column_name) }} as from_hash
        from {{ model }}
        where {{ column_name }} is not null
    ),

    parent as (
        select {{ row_hash(field) }} as to_hash
        from {{ to }}
        where {{ field }} is not null
    )

    select child.from_field
    from child
    left join parent on child.from_hash = parent.to_hash
    where parent.to_hash is null
{% endtest %}
