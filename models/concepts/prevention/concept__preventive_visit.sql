{{ concept(procedures('preventive_visit')) }}
