{{ concept(encounters('acute_inpatient')) }}
