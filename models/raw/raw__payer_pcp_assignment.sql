-- Written by `careworld declare` from python/careworld/schema.py: change it there.
-- depends_on: {{ ref('raw__world') }}
select
    member_id,
    payer,
    plan,
    provider_npi,
    practice_name,
    organization_name,
    line_of_business,
    start_date,
    end_date
from {{ lake_table('raw', 'payer_pcp_assignment') }}
