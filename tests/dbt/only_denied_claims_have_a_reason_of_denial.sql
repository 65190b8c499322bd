{% for form in ['professional', 'institutional'] %}
select
    claim_id,
    claim_status,
    denial_reason_code,
    allowed_amount
from {{ ref('staging__payer_' ~ form ~ '_claim') }}
where
    (claim_status = 'denied') <> (denial_reason_code is not null)
    or (claim_status = 'denied' and (allowed_amount <> 0 or paid_amount <> 0))
{{ 'union all' if not loop.last }}
{% endfor %}
