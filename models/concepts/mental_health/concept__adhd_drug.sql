{{ concept(medications('adhd_drug')) }}
