{{ cohort(entry=first('hypertension_claim', at_least=2), exit=death()) }}
