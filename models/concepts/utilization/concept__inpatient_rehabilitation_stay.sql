{{ concept(encounters('inpatient_rehabilitation')) }}
