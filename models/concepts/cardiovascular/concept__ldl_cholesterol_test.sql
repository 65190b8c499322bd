{{ concept(labs('ldl_cholesterol'), procedures('ldl_cholesterol')) }}
