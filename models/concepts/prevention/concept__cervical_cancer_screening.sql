{{ concept(procedures('cervical_cancer_screening')) }}
