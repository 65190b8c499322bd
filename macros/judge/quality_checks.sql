{#
    What is asked of an input layer, as data: for each table a list of checks, each with its columns, its severity
    (1 makes counts wrong, 2 loses rows or money, 3 blurs an analysis, 4 and 5 are good to know), its sentence, to
    which rows it applies and which of those fail. `quality_pass` asks all of them in one pass over the table.

    The sentence says what is wrong with a row that fails. Meanings follow the data quality checks of the Tuva Project.
#}
{% macro quality_checks(table) -%}
    {%- if table == 'eligibility' -%}
        {{ return(eligibility_checks()) }}
    {%- elif table == 'medical_claim' -%}
        {{ return(claim_line_checks() + claim_date_checks() + whole_claim_checks()) }}
    {%- elif table == 'pharmacy_claim' -%}
        {{ return(pharmacy_checks()) }}
    {%- else -%}
        {%- do exceptions.raise_compiler_error('quality_checks: no checks of ' ~ table) -%}
    {%- endif -%}
{%- endmacro %}

{% macro eligibility_checks() -%}
    {{ return([
        missing('person_id', 1), missing('enrollment_start_date', 1), missing('data_source', 1),
        missing('member_id', 2), missing('payer', 2), missing('payer_type', 2), missing('plan', 2),
        missing('birth_date', 2), missing('enrollment_end_date', 2), missing('gender', 3), missing('race', 3),
        reversed('enrollment_start_date', 'enrollment_end_date', 1), reversed('birth_date', 'death_date', 2),
        reversed('birth_date', 'enrollment_start_date', 3),
        unlikely_date('birth_date', 2), unlikely_date('death_date', 2), unlikely_date('enrollment_start_date', 2),
        unlisted('payer_type', 2), unlisted('gender', 3), unlisted('race', 3), unlisted('state', 3),
        unlisted('dual_status_code', 3), unlisted('medicare_status_code', 3),
        unlisted('original_reason_entitlement_code', 3),
        outside('enrollment_status', ['Continuing', 'New', 'Institutional', 'ESRD'], 3),
        outside('hospice_flag', [0, 1], 2), outside('institutional_snp_flag', [0, 1], 2),
        outside('long_term_institutional_flag', [0, 1], 2),
        failing(
            'death_flag', 'contradicts death_date', 3, 'death_flag is not null',
            'death_flag <> (death_date is not null)'
        ),
        several('gender', 3), several('race', 3), several('birth_date', 2), several('death_date', 3)
    ]) }}
{%- endmacro %}

{% macro claim_line_checks() -%}
    {%- set institutional = "claim_type = 'institutional'" -%}
    {%- set professional = "claim_type = 'professional'" -%}
    {%- set admitted = institutional ~ " and is_inpatient_bill" -%}
    {%- set acute = institutional ~ " and left(" ~ spelled('bill_type_code', 'no_leading_zero') ~ ", 2) in "
        ~ "('11', '12')" -%}
    {{ return([
        missing('person_id', 1), missing('claim_type', 1), missing('data_source', 1), missing('member_id', 2),
        missing('payer', 2), missing('plan', 2), missing('diagnosis_code_1', 2), missing('paid_amount', 2),
        missing('allowed_amount', 3), missing('charge_amount', 4), missing('paid_date', 3),
        missing('billing_npi', 3), missing('diagnosis_code_type', 3, 'diagnosis_code_1 is not null'),
        missing('bill_type_code', 3, institutional), missing('revenue_center_code', 3, institutional),
        missing('facility_npi', 3, institutional), missing('admit_type_code', 3, admitted),
        missing('admit_source_code', 3, admitted), missing('discharge_disposition_code', 3, admitted),
        missing('drg_code', 3, acute), missing('place_of_service_code', 3, professional),
        missing('hcpcs_code', 3, professional), missing('rendering_npi', 3, professional),
        unlisted('bill_type_code', 3), unlisted('revenue_center_code', 3), unlisted('place_of_service_code', 3),
        unlisted('admit_type_code', 3), unlisted('admit_source_code', 3), unlisted('discharge_disposition_code', 3),
        unlisted('diagnosis_code_1', 2, "diagnosis_code_type = 'icd-10-cm'"),
        unlisted('diagnosis_code_2', 3, "diagnosis_code_type = 'icd-10-cm'"),
        unlisted('procedure_code_1', 3, "procedure_code_type = 'icd-10-pcs'"),
        unlisted('drg_code', 3, "drg_code_type = 'ms-drg'"), unlisted('diagnosis_poa_1', 4),
        outside('claim_type', ['professional', 'institutional', 'undetermined'], 1),
        outside('diagnosis_code_type', ['icd-10-cm', 'icd-9-cm'], 3),
        outside('procedure_code_type', ['icd-10-pcs', 'icd-9-pcs'], 3),
        outside('drg_code_type', ['ms-drg', 'apr-drg'], 3),
        misshapen('hcpcs_code', '[0-9A-Z]{5}', 3), misshapen('rendering_npi', '[0-9]{10}', 3),
        misshapen('billing_npi', '[0-9]{10}', 3), misshapen('facility_npi', '[0-9]{10}', 3),
        failing('claim_line_number', 'is not positive', 1, 'claim_line_number is not null', 'claim_line_number < 1'),
        failing('paid_amount', 'is below zero', 3, 'paid_amount is not null', 'paid_amount < 0'),
        failing(
            'paid_amount, allowed_amount', 'paid is more than allowed', 3,
            'paid_amount is not null and allowed_amount is not null', 'paid_amount > allowed_amount'
        ),
        failing(
            'allowed_amount, charge_amount', 'allowed is more than charged', 4,
            'allowed_amount is not null and charge_amount is not null', 'allowed_amount > charge_amount'
        ),
        failing(
            'claim_type', 'is professional beside codes of institutional bills', 2, professional,
            'bill_type_code is not null or revenue_center_code is not null or drg_code is not null'
        )
    ]) }}
{%- endmacro %}

{% macro claim_date_checks() -%}
    {%- set admitted = "claim_type = 'institutional' and is_inpatient_bill" -%}
    {%- set discharged = admitted ~ " and coalesce(discharge_disposition_code, '') <> '30'" -%}
    {{ return([
        missing('claim_start_date', 1), missing('claim_end_date', 1), missing('claim_line_start_date', 1),
        missing('claim_line_end_date', 2), missing('admission_date', 3, admitted),
        missing('discharge_date', 3, discharged),
        unlikely_date('claim_start_date', 2), unlikely_date('claim_end_date', 2),
        unlikely_date('claim_line_start_date', 2), unlikely_date('admission_date', 2),
        unlikely_date('discharge_date', 2), unlikely_date('paid_date', 3),
        reversed('claim_start_date', 'claim_end_date', 1), reversed('claim_line_start_date', 'claim_line_end_date', 1),
        reversed('admission_date', 'discharge_date', 1), reversed('claim_start_date', 'claim_line_start_date', 3),
        reversed('claim_line_end_date', 'claim_end_date', 3), reversed('claim_start_date', 'paid_date', 3)
    ]) }}
{%- endmacro %}

{% macro whole_claim_checks() -%}
    {%- set checks = [] -%}
    {%- for column in ['person_id', 'claim_type'] -%}{%- do checks.append(several(column, 1)) -%}{%- endfor -%}
    {%- for column in ['member_id', 'payer', 'plan'] -%}{%- do checks.append(several(column, 2)) -%}{%- endfor -%}
    {%- for column in [
        'claim_start_date', 'claim_end_date', 'admission_date', 'discharge_date', 'bill_type_code', 'drg_code',
        'admit_type_code', 'admit_source_code', 'discharge_disposition_code', 'diagnosis_code_1'
    ] -%}
        {%- do checks.append(several(column, 3)) -%}
    {%- endfor -%}
    {%- for column in ['facility_npi', 'billing_npi'] -%}{%- do checks.append(several(column, 4)) -%}{%- endfor -%}
    {{ return(checks) }}
{%- endmacro %}

{% macro pharmacy_checks() -%}
    {{ return([
        missing('person_id', 1), missing('data_source', 1), missing('member_id', 2), missing('payer', 2),
        missing('plan', 2), missing('ndc_code', 2), missing('dispensing_date', 2), missing('paid_amount', 2),
        missing('allowed_amount', 3), missing('paid_date', 3), missing('days_supply', 3), missing('quantity', 3),
        missing('prescribing_provider_npi', 4), missing('dispensing_provider_npi', 4),
        misshapen('ndc_code', '[0-9]{11}', 2), misshapen('prescribing_provider_npi', '[0-9]{10}', 3),
        misshapen('dispensing_provider_npi', '[0-9]{10}', 3),
        unlikely_date('dispensing_date', 2), unlikely_date('paid_date', 3),
        reversed('dispensing_date', 'paid_date', 3),
        failing('claim_line_number', 'is not positive', 1, 'claim_line_number is not null', 'claim_line_number < 1'),
        failing(
            'days_supply', 'is not from 1 to 365', 3, 'days_supply is not null',
            'days_supply not between 1 and 365'
        ),
        failing('quantity', 'is not above zero', 3, 'quantity is not null', 'quantity <= 0'),
        failing('paid_amount', 'is below zero', 3, 'paid_amount is not null', 'paid_amount < 0'),
        failing(
            'paid_amount, allowed_amount', 'paid is more than allowed', 3,
            'paid_amount is not null and allowed_amount is not null', 'paid_amount > allowed_amount'
        ),
        several('person_id', 1), several('member_id', 2), several('plan', 2)
    ]) }}
{%- endmacro %}

{# Bill types of those who were admitted. #}
{% macro is_inpatient_bill(bill_type_code) -%}
    left({{ spelled(bill_type_code, 'no_leading_zero') }}, 2) in (
        '11', '12', '15', '16', '17', '18', '21', '22', '25', '26', '27', '28', '41', '42', '45', '46', '47', '48',
        '61', '62', '65', '66', '67', '68', '82'
    )
{%- endmacro %}
