{{ concept(conditions('obstructive_sleep_apnea')) }}
