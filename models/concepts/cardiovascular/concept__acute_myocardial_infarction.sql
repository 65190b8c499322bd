{{ concept(conditions('acute_myocardial_infarction')) }}
