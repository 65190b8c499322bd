{{ concept(conditions('heart_failure', source='charts')) }}
