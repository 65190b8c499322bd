{{ concept(medications('insulin')) }}
