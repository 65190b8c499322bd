{{ concept(conditions('hypertension', source='charts')) }}
