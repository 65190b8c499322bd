select
    max(file_date) as file_date,
    cast(max(file_date) as timestamp) as ingest_datetime
from {{ ref('raw__payer_enrollment') }}
