{{ concept(conditions('depression', source='charts')) }}
