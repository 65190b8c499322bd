-- Written by `careworld declare` from python/careworld/schema.py: change it there.
-- depends_on: {{ ref('raw__world') }}
select
    person_id,
    mother_person_id,
    birth_date,
    death_date,
    sex,
    race,
    ethnicity,
    language,
    state,
    county_fips,
    is_charted,
    frailty
from {{ lake_table('truth', 'person') }}
