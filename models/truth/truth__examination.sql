-- Written by `careworld declare` from python/careworld/schema.py: change it there.
-- depends_on: {{ ref('raw__world') }}
select
    person_id,
    examination_date,
    height,
    weight,
    body_mass_index,
    systolic_blood_pressure,
    diastolic_blood_pressure,
    hemoglobin_a1c,
    glucose,
    total_cholesterol,
    ldl_cholesterol,
    hdl_cholesterol,
    triglycerides,
    creatinine,
    egfr,
    urine_albumin_creatinine_ratio,
    bone_density_t_score,
    phq_9,
    gad_7
from {{ lake_table('truth', 'examination') }}
