-- ICD-10-PCS and HCPCS Level II codes are known by name, CPT codes by their form only: that list is not free.
select
    procedures.procedure_id,
    procedures.normalized_code_type,
    procedures.normalized_code
from {{ ref('core__procedure') }} as procedures
left join {{ ref('terminology__icd_10_pcs') }} as icd_10_pcs
    on procedures.normalized_code = icd_10_pcs.icd_10_pcs
left join {{ ref('terminology__hcpcs_level_2') }} as hcpcs_level_2
    on procedures.normalized_code = hcpcs_level_2.hcpcs
where
    case procedures.normalized_code_type
        when 'icd-10-pcs' then icd_10_pcs.icd_10_pcs is null
        when 'hcpcs'
            then
                not {{ matches('procedures.normalized_code', '[0-9]{4}[0-9FTU]') }}
                and hcpcs_level_2.hcpcs is null
        else true
    end
