{{ cohort(entry=first('copd_claim', at_least=2), exit=death()) }}
