{{ concept(enrollments(payer_type='medicare')) }}
