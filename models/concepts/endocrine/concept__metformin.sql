{{ concept(medications('metformin')) }}
