{{ concept(conditions('heart_failure', position='primary', setting='inpatient')) }}
