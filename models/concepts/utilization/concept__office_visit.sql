{{ concept(encounters('office_visit')) }}
