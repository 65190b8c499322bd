{{ concept(procedures('hip_replacement')) }}
