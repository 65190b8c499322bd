{{ concept(conditions('gastrointestinal_bleeding')) }}
