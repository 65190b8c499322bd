{{ concept(conditions('suicidal_thoughts_or_self_harm')) }}
