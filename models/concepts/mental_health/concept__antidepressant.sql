{{ concept(medications('antidepressant')) }}
