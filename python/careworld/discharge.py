"""Patient discharge status codes, as hospitals, facilities and hospices write them on a UB-04."""

HOME, TRANSFERRED, TO_NURSING, TO_HOME_HEALTH, LEFT_AGAINST_ADVICE = "01", "02", "03", "06", "07"
DIED, STILL_A_PATIENT, DIED_AT_HOME, TO_HOSPICE_AT_HOME = "20", "30", "40", "50"
