{{ concept(deaths()) }}
