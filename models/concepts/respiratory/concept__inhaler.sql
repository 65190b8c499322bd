{{ concept(medications('inhaler')) }}
