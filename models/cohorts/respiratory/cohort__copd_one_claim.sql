{{ cohort(entry=first('copd_claim'), exit=death()) }}
