select discharge_disposition.discharge_disposition_code
from {{ ref('terminology__discharge_disposition') }} as discharge_disposition
left join {{ ref('discharge_group') }} as discharge_group
    on discharge_disposition.discharge_disposition_code = discharge_group.discharge_disposition_code
where discharge_group.discharge_disposition_code is null
