{{ concept(encounters('emergency_department')) }}
