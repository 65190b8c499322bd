{{ cohort(entry=first('diabetes_claim'), exit=death()) }}
