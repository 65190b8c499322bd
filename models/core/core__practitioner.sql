{%- if brings_own_core() -%}
{{ own_table('core') }}
{%- else -%}
with

practitioner as (

    select * from {{ ref('input_layer__practitioner') }}

),

last_run as (

    select * from {{ ref('preprocessing__last_run') }}

)

select
    practitioner.practitioner_id,
    practitioner.npi,
    practitioner.first_name,
    practitioner.last_name,
    practitioner.practice_affiliation,
    practitioner.specialty,
    practitioner.sub_specialty,
    practitioner.data_source,
    last_run.tuva_last_run
from practitioner
cross join last_run
{% endif %}
