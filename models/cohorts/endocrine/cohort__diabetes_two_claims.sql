{{ cohort(entry=first('diabetes_claim', at_least=2), exit=death()) }}
