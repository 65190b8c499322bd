{{ concept(conditions('dialysis'), procedures('dialysis'), encounters('dialysis')) }}
