{%- set lists = {} -%}
{%- for code in claim_codes() if code.list -%}
    {%- do lists.update({code.column: code_list(
        ref(code.list), code.column, spelled('delivered.' ~ code.column, code.spelling)
    )}) -%}
{%- endfor -%}
{%- for column, list, key in [
    ('diagnosis_code_1', ref('terminology__icd_10_cm'), 'icd_10_cm'),
    ('diagnosis_code_2', ref('terminology__icd_10_cm'), 'icd_10_cm'),
    ('diagnosis_poa_1', ref('terminology__present_on_admission'), 'present_on_admission_code'),
    ('procedure_code_1', ref('terminology__icd_10_pcs'), 'icd_10_pcs'),
    ('drg_code', ref('terminology__ms_drg'), 'ms_drg')
] -%}
    {%- do lists.update({column: code_list(
        list, key, "upper(replace(delivered." ~ column ~ ", '.', ''))"
    )}) -%}
{%- endfor -%}

{{ quality_pass(
    'medical_claim',
    relation=ref('input_layer__medical_claim'),
    key=['claim_id', 'claim_line_number'],
    group_key='claim_id',
    last_run=ref('preprocessing__last_run'),
    lists=lists,
    facts={'is_inpatient_bill': is_inpatient_bill('delivered.bill_type_code')}
) }}
