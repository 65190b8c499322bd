{{ pmpm(['year_month', 'payer', 'payer_type', 'data_source']) }}
