{{ concept(labs('hemoglobin_a1c', at_most=6.9, unit='%')) }}
