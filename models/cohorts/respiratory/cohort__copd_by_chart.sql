{{ cohort(entry=first('copd_chart'), exit=death()) }}
