select distinct lab_result.panel_hcpcs_code
from {{ ref('staging__clinic_lab_result') }} as lab_result
left join {{ ref('lab_panel') }} as lab_panel on lab_result.panel_hcpcs_code = lab_panel.hcpcs_code
where lab_result.panel_hcpcs_code is not null and lab_panel.hcpcs_code is null
