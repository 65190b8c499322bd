{{ concept(labs('ldl_cholesterol', at_least=190, unit='mg/dL')) }}
