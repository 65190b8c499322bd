{# Every core table of dated events about a person, with its key and its day: what tests of time run over. #}
{% macro clinical_and_claim_events() -%}
    {{ return([
        {'table': 'encounter', 'id': 'encounter_id', 'date': 'encounter_start_date'},
        {'table': 'condition', 'id': 'condition_id', 'date': 'recorded_date'},
        {'table': 'procedure', 'id': 'procedure_id', 'date': 'procedure_date'},
        {'table': 'medication', 'id': 'medication_id', 'date': 'prescribing_date'},
        {'table': 'lab_result', 'id': 'lab_result_id', 'date': 'cast(collection_datetime as date)'},
        {'table': 'observation', 'id': 'observation_id', 'date': 'observation_date'},
        {'table': 'immunization', 'id': 'immunization_id', 'date': 'occurrence_date'},
        {'table': 'medical_claim', 'id': 'medical_claim_id', 'date': 'claim_line_start_date'},
        {'table': 'pharmacy_claim', 'id': 'pharmacy_claim_id', 'date': 'dispensing_date'}
    ]) }}
{%- endmacro %}
