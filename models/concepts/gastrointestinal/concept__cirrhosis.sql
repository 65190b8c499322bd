{{ concept(conditions('cirrhosis')) }}
