{{ concept(labs('hemoglobin_a1c'), procedures('hemoglobin_a1c')) }}
