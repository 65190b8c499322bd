{{ concept(medications('beta_blocker')) }}
