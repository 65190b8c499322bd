{{ concept(labs('hemoglobin', at_most=11.9, unit='g/dL')) }}
