{{ concept(encounters('skilled_nursing')) }}
