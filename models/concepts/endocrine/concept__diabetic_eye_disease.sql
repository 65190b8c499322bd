{{ concept(conditions('diabetic_eye_disease')) }}
