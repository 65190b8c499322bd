-- Over all kinds of visits a link is right, and a visit found, at least 98 times in 100.
select
    sum(right_links) / cast(sum(charted_and_billed) as double) as recall,
    sum(right_links) / cast(sum(links) as double) as precision
from {{ ref('judge__encounter_link_accuracy') }}
having sum(right_links) < 0.98 * greatest(sum(charted_and_billed), sum(links))
