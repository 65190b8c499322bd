{{ concept(conditions('preeclampsia')) }}
