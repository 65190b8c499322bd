{%- set columns = [
    'claim_id', 'diagnosis_code_type', 'claim_type', 'person_id', 'member_id', 'payer', 'recorded_date', 'data_source'
] -%}

with

medical_claim as (

    -- The header's codes repeat on every line; the first line tells them all.
    select
        *,
        coalesce(admission_date, claim_start_date) as recorded_date,
        greatest(
            {% for i in range(1, 26) -%}
            case when diagnosis_code_{{ i }} is null then 0 else {{ i }} end{{ ',' if not loop.last }}
            {% endfor %}
        ) as last_rank
    from {{ ref('input_layer__medical_claim') }}
    where claim_line_number = 1

),

position as (

    {% for i in range(1, 26) -%}
    select {{ i }} as diagnosis_rank
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

-- The ranks up to each last one: so the claims are read once and meet theirs by equality.
reached as (

    select
        last_position.diagnosis_rank as last_rank,
        position.diagnosis_rank
    from position as last_position
    inner join position on last_position.diagnosis_rank >= position.diagnosis_rank

),

ranked as (

    select
        {% for column in columns -%}
        medical_claim.{{ column }},
        {% endfor -%}
        {% for stem in ['diagnosis_code', 'diagnosis_poa'] -%}
        case reached.diagnosis_rank
            {% for i in range(1, 26) -%}
            when {{ i }} then medical_claim.{{ stem }}_{{ i }}
            {% endfor %}
        end as {{ stem }},
        {% endfor -%}
        reached.diagnosis_rank
    from medical_claim
    inner join reached on medical_claim.last_rank = reached.last_rank

)

select
    {% for column in columns -%}
    {{ column }},
    {% endfor -%}
    diagnosis_rank,
    upper(replace(diagnosis_code, '.', '')) as diagnosis_code,
    diagnosis_poa as present_on_admit_code
from ranked
where diagnosis_code is not null
