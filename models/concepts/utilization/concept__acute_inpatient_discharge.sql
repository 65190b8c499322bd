{{ concept(encounters('acute_inpatient', on='end')) }}
