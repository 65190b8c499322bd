{{ concept(conditions('acute_myocardial_infarction', position='first_or_second', source='claims')) }}
