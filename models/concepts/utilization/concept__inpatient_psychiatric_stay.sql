{{ concept(encounters('inpatient_psychiatric')) }}
