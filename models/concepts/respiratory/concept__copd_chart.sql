{{ concept(conditions('copd', source='charts')) }}
