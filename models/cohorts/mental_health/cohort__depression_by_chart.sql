{{ cohort(entry=first('depression_chart'), exit=death()) }}
