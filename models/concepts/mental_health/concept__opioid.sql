{{ concept(medications('opioid')) }}
