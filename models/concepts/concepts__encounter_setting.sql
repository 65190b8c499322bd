-- A narrow table, also where the folder holds views: every concept looks up where its events took place.
{{ config(materialized='table') }}

select
    encounter_id,
    {{ _setting_of() }} as setting,
    attending_provider_id
from {{ ref('core__encounter') }}
