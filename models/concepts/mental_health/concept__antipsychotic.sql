{{ concept(medications('antipsychotic')) }}
