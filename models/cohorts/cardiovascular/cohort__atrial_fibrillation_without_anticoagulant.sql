{{ cohort(
    entry = one_or_two('atrial_fibrillation', within_days=365),
    rules = {
        'high risk of stroke':       score('cha2ds2_vasc', at_least=2),
        'no anticoagulant at entry': never_within('oral_anticoagulant', days_before=180, days_after=90)
    },
    exit = until_event('oral_anticoagulant')
) }}
