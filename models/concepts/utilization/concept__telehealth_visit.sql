{{ concept(encounters('telehealth')) }}
