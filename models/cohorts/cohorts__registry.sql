{{ registry('cohort', built_on=['concept', 'cohort']) }}
