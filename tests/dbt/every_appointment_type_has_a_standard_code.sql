select distinct type_description
from {{ ref('core__appointment') }}
where type_code_norm is null
