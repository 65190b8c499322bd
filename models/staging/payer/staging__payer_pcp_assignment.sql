select
    member_id,
    nullif(trim(payer), '') as payer,
    nullif(trim(plan), '') as plan,
    nullif(trim(provider_npi), '') as provider_npi,
    nullif(trim(practice_name), '') as practice_name,
    nullif(trim(organization_name), '') as organization_name,
    lower(nullif(trim(line_of_business), '')) as line_of_business,
    start_date as assignment_start_date,
    end_date as assignment_end_date
from {{ ref('raw__payer_pcp_assignment') }}
