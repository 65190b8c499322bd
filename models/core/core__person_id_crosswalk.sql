{%- if brings_own_core() -%}
{{ own_table('core') }}
{%- else -%}
with

patient as (

    select * from {{ ref('input_layer__patient') }}

),

eligibility as (

    select * from {{ ref('input_layer__eligibility') }}

),

last_run as (

    select * from {{ ref('preprocessing__last_run') }}

),

identity as (

    select
        person_id,
        patient_id,
        cast(null as varchar) as member_id,
        cast(null as varchar) as payer,
        cast(null as varchar) as plan,
        data_source
    from patient

    union

    select
        person_id,
        cast(null as varchar) as patient_id,
        member_id,
        payer,
        plan,
        data_source
    from eligibility

)

select
    identity.person_id,
    identity.patient_id,
    identity.member_id,
    identity.payer,
    identity.plan,
    identity.data_source,
    last_run.tuva_last_run
from identity
cross join last_run
{% endif %}
