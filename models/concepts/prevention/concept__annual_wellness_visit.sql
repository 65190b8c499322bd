{{ concept(procedures('annual_wellness_visit')) }}
