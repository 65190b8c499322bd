{{ quality_pass(
    'pharmacy_claim',
    relation=ref('input_layer__pharmacy_claim'),
    key=['claim_id', 'claim_line_number'],
    group_key='claim_id',
    last_run=ref('preprocessing__last_run'),
    lists={}
) }}
