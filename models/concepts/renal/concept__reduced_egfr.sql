{{ concept(labs('egfr', at_most=59.9, unit='mL/min/1.73m2')) }}
