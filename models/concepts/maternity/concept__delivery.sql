{{ concept(conditions('delivery'), procedures('delivery')) }}
