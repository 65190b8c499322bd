{{ cohort(entry=first('depression_claim'), exit=death()) }}
