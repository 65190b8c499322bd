{{ concept(encounters('hospice')) }}
