{{ cohort(entry=first('hypertension_claim'), exit=death()) }}
