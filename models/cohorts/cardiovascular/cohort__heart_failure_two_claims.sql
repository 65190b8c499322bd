{{ cohort(entry=first('heart_failure_claim', at_least=2), exit=death()) }}
