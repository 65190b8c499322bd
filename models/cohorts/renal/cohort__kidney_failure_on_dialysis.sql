{{ cohort(
    entry = all_of(
        first('end_stage_kidney_disease'),
        first('dialysis', at_least=3, within_days=90)
    ),
    rules = {
        'no transplant before': never_before('kidney_transplant')
    },
    exit = until_event('kidney_transplant')
) }}
