-- Pairs of lines and types of lines, as often right as the grouper promises: 0.98, and 0.99 for acute stays.
select
    encounter_type,
    pair_recall,
    pair_precision,
    same_type_line_share
from {{ ref('judge__encounter_accuracy') }}
where
    (encounter_type = 'all' and least(pair_recall, pair_precision, same_type_line_share) < 0.98)
    or (encounter_type = 'acute inpatient' and least(pair_recall, pair_precision) < 0.99)
