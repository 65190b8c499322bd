{{ concept(labs('egfr', at_most=29.9, unit='mL/min/1.73m2')) }}
