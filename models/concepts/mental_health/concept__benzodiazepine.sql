{{ concept(medications('benzodiazepine')) }}
