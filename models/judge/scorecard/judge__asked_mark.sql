with

measure as (

    select * from {{ ref('event_measure') }}

),

-- Either column may ask for several at once.
asked as (

    {% for part in ['given', 'mark'] -%}
    select
        measure,
        event,
        '{{ part }}' as part,
        {{ each_item(part, ' & ') }} as mark,
        length({{ part }}) - length(replace({{ part }}, '&', '')) + 1 as mark_count
    from measure
    where {{ part }} is not null
    {% if not loop.last %}union all
    {% endif %}
    {%- endfor %}

)

select
    measure,
    event,
    part,
    mark,
    mark_count
from asked
