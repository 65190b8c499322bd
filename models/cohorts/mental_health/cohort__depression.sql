{{ cohort(
    entry = any_of(
        one_or_two('depression', within_days=365),
        all_of(first('depressive_symptoms'), first('antidepressant'), within_days=90)
    ),
    rules = {
        'no bipolar disorder before': never_before('bipolar_disorder')
    },
    exit = death()
) }}
