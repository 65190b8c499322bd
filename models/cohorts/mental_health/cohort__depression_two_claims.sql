{{ cohort(entry=first('depression_claim', at_least=2), exit=death()) }}
