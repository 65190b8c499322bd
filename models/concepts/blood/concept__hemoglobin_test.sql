{{ concept(labs('hemoglobin'), procedures('hemoglobin')) }}
