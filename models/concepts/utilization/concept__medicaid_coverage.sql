{{ concept(enrollments(payer_type='medicaid')) }}
