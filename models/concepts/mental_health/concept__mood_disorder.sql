{{ concept(conditions('mood_disorder')) }}
