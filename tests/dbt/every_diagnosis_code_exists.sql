-- And is fit for a claim: headings have no place there.
select
    condition.condition_id,
    condition.normalized_code
from {{ ref('core__condition') }} as condition
left join {{ ref('terminology__icd_10_cm') }} as icd_10_cm
    on condition.normalized_code = icd_10_cm.icd_10_cm and icd_10_cm.is_billable
where icd_10_cm.icd_10_cm is null
