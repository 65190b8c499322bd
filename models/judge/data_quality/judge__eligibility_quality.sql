{{ quality_pass(
    'eligibility',
    relation=ref('input_layer__eligibility'),
    key=['person_id', 'member_id', 'enrollment_start_date', 'enrollment_end_date', 'payer', 'plan'],
    group_key='person_id',
    last_run=ref('preprocessing__last_run'),
    lists={
        'payer_type': code_list(ref('terminology__payer_type'), 'payer_type', 'delivered.payer_type'),
        'gender': code_list(ref('terminology__gender'), 'gender', 'delivered.gender'),
        'race': code_list(ref('terminology__race'), 'race', 'delivered.race'),
        'state': code_list(ref('terminology__us_state'), 'state', 'delivered.state'),
        'dual_status_code': code_list(ref('terminology__dual_status'), 'dual_status_code', 'delivered.dual_status_code'),
        'medicare_status_code': code_list(ref('terminology__medicare_status'), 'medicare_status_code', 'delivered.medicare_status_code'),
        'original_reason_entitlement_code': code_list(ref('terminology__original_reason_entitlement'), 'original_reason_entitlement_code', 'delivered.original_reason_entitlement_code')
    }
) }}
