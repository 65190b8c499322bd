{{ concept(labs('egfr')) }}
