-- Written by `careworld declare` from python/careworld/schema.py: change it there.
-- depends_on: {{ ref('raw__world') }}
select
    imperfection,
    table_name,
    record_key,
    column_name,
    true_value
from {{ lake_table('truth', 'imperfection') }}
