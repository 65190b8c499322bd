{{ concept(medications('glp_1_agonist')) }}
