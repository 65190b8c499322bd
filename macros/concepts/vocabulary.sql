{#
    The words that a definition may use where the tables themselves hold words. Kept here as data, for dbt can not read a
    table while it parses; tests compare them with the tables. A project with other words adds its own by variables.
#}

{# Units of core.lab_result and core.observation, as UCUM writes them. #}
{% macro units() %}
    {%- do return([
        '%', '/min', '10*3/uL', '10*6/uL', 'Cel', 'U/L', 'cells/uL', 'cm', 'copies/mL', 'g/dL', 'kg', 'kg/m2',
        'mIU/L', 'mL/min/1.73m2', 'mg/L', 'mg/dL', 'mg/g', 'mm[Hg]', 'mmol/L', 'ng/L', 'ng/dL', 'ng/mL', 'pg/mL',
        'ratio', 'ug/dL', '{score}'
    ] + var('own_units', [])) -%}
{% endmacro %}


{# Specialties of core.practitioner. #}
{% macro specialties() %}
    {%- do return([
        'Allergy and Immunology',
        'Anatomic and Clinical Pathology',
        'Anesthesiology',
        'Cardiovascular Disease',
        'Certified Registered Nurse Anesthetist',
        'Chiropractor',
        'Dermatology',
        'Diagnostic Radiology',
        'Emergency Medicine',
        'Endocrinology, Diabetes and Metabolism',
        'Family Medicine',
        'Family Nurse Practitioner',
        'Gastroenterology',
        'Hematology',
        'Hospitalist',
        'Infectious Disease',
        'Internal Medicine',
        'Medical Oncology',
        'Neonatal-Perinatal Medicine',
        'Nephrology',
        'Neurology',
        'Obstetrics and Gynecology',
        'Occupational Therapist',
        'Ophthalmology',
        'Optometrist',
        'Orthopaedic Surgery',
        'Otolaryngology',
        'Pediatrics',
        'Physical Medicine and Rehabilitation',
        'Physical Therapist',
        'Podiatrist',
        'Psychiatry',
        'Psychologist',
        'Pulmonary Disease',
        'Rheumatology',
        'Social Worker',
        'Speech-Language Pathologist',
        'Surgery',
        'Urology'
    ] + var('own_specialties', [])) -%}
{% endmacro %}


{# Lines of business of core.coverage, as terminology.payer_type has them. #}
{% macro payer_types() %}
    {%- do return(['commercial', 'medicare', 'medicaid', 'dual', 'self-insured', 'other', 'unknown']) -%}
{% endmacro %}
