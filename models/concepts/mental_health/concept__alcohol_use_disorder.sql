{{ concept(conditions('alcohol_use_disorder')) }}
