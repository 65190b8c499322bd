-- Written by `careworld declare` from python/careworld/schema.py: change it there.
-- depends_on: {{ ref('raw__world') }}
select
    person_id,
    patient_id,
    first_name,
    middle_name,
    last_name,
    name_suffix,
    sex,
    race,
    ethnicity,
    language,
    birth_date,
    death_date,
    social_security_number,
    address,
    city,
    state,
    zip_code,
    phone,
    email,
    county,
    latitude,
    longitude
from {{ lake_table('raw', 'clinic_patient') }}
