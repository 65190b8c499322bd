{{ concept(
    vitals('systolic_blood_pressure', at_least=140, unit='mm[Hg]'),
    vitals('diastolic_blood_pressure', at_least=90, unit='mm[Hg]')
) }}
