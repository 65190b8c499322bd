{{ concept(conditions('hypoglycemia')) }}
