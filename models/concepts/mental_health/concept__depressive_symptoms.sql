{{ concept(observations('phq_9', at_least=10, unit='{score}')) }}
