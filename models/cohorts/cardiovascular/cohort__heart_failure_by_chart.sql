{{ cohort(entry=first('heart_failure_chart'), exit=death()) }}
