{{ concept(medications('levothyroxine')) }}
