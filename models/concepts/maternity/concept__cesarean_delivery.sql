{{ concept(conditions('cesarean_delivery'), procedures('cesarean_delivery')) }}
