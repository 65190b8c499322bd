{{ concept(conditions('palliative_care')) }}
