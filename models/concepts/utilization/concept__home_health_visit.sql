{{ concept(encounters('home_health')) }}
