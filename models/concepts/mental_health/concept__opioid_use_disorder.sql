{{ concept(conditions('opioid_use_disorder')) }}
