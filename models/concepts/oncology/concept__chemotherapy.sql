{{ concept(conditions('chemotherapy'), procedures('chemotherapy')) }}
