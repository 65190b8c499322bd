{{ cohort(entry=first('hypertension_chart'), exit=death()) }}
