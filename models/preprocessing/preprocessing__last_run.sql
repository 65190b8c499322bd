-- Not the time of the run: building the same data twice must give the same tables.
select max(ingest_datetime) as tuva_last_run
from {{ ref('input_layer__eligibility') }}
