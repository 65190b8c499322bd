{{ concept(labs('hemoglobin_a1c', at_least=9.1, unit='%')) }}
