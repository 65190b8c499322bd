select
    'medical_claim' as source_table,
    medical_claim_id as source_id,
    admission_date as start_date,
    discharge_date as end_date
from {{ ref('core__medical_claim') }}
where admission_date > discharge_date or claim_start_date > claim_end_date

union all

select
    'encounter' as source_table,
    encounter_id as source_id,
    encounter_start_date as start_date,
    encounter_end_date as end_date
from {{ ref('core__encounter') }}
where encounter_start_date > encounter_end_date
