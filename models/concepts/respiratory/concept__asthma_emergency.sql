{{ concept(conditions('asthma', position='primary', setting='emergency')) }}
