{{ concept(medications('statin')) }}
