{{ pmpm(['year_month', 'payer', 'payer_type', 'plan', 'data_source']) }}
