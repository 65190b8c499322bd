-- ICD-10-PCS codes are known by name. HCPCS codes are known by their form only: the list of CPT is not free.
select
    procedures.procedure_id,
    procedures.normalized_code_type,
    procedures.normalized_code
from {{ ref('core__procedure') }} as procedures
left join {{ ref('terminology__icd_10_pcs') }} as icd_10_pcs
    on procedures.normalized_code = icd_10_pcs.icd_10_pcs
where
    case procedures.normalized_code_type
        when 'icd-10-pcs' then icd_10_pcs.icd_10_pcs is null
        when 'hcpcs'
            then
                not {{ matches('procedures.normalized_code', '[0-9]{4}[0-9FTU]|[A-V][0-9]{4}') }}
        else true
    end
