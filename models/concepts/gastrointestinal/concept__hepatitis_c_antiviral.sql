{{ concept(medications('hepatitis_c_antiviral')) }}
