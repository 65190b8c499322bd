{{ concept(procedures('osteoporosis_drug'), medications('osteoporosis_drug')) }}
