{{ concept(medications('ace_inhibitor_or_arb')) }}
