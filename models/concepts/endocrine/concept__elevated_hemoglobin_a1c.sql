{{ concept(labs('hemoglobin_a1c', at_least=6.5, unit='%')) }}
