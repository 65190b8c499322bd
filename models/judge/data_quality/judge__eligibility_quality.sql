{%- set code_lists = [
    ('payer_type', ref('terminology__payer_type')),
    ('gender', ref('terminology__gender')),
    ('race', ref('terminology__race')),
    ('state', ref('terminology__us_state')),
    ('dual_status_code', ref('terminology__dual_status')),
    ('medicare_status_code', ref('terminology__medicare_status')),
    ('original_reason_entitlement_code', ref('terminology__original_reason_entitlement'))
] -%}
{%- set lists = {} -%}
{%- for column, list in code_lists -%}
    {%- do lists.update({column: {'relation': list, 'key': column, 'code': 'delivered.' ~ column}}) -%}
{%- endfor -%}

{{ quality_pass(
    'eligibility',
    relation=ref('input_layer__eligibility'),
    key=['person_id', 'member_id', 'enrollment_start_date', 'enrollment_end_date', 'payer', 'plan'],
    group_key='person_id',
    last_run=ref('preprocessing__last_run'),
    lists=lists
) }}
