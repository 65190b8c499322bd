{{ concept(procedures('bariatric_surgery')) }}
