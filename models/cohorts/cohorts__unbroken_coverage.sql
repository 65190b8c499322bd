with

coverage as (

    select * from {{ ref('core__coverage') }}

),

-- Who is enrolled is covered for medical care, unless the row says that it is drugs alone.
{{ unbroken_spans('coverage', 'coalesce(medical_benefit_flag, 1) = 1') }}

select
    person_id,
    coverage_start_date,
    coverage_end_date
from stretch
