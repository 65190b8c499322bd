{{ concept(conditions('diabetes', source='charts')) }}
