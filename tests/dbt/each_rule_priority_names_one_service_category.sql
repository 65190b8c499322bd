with

category as (

    select distinct
        priority,
        service_category_1,
        service_category_2,
        service_category_3
    from {{ ref('service_category_rule') }}

)

select
    priority,
    count(*) as category_count
from category
group by priority
having count(*) > 1
