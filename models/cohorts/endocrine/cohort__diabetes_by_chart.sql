{{ cohort(entry=first('diabetes_chart'), exit=death()) }}
