{{ concept(procedures('knee_replacement')) }}
