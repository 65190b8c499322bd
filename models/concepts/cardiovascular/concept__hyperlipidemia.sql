{{ concept(conditions('hyperlipidemia')) }}
