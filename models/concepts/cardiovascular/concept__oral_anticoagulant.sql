{{ concept(medications('oral_anticoagulant')) }}
