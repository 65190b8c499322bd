{{ concept(labs('creatinine'), procedures('creatinine')) }}
