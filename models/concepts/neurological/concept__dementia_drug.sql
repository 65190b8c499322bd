{{ concept(medications('dementia_drug')) }}
