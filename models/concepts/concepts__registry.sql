{{ registry('concept', built_on=['value_set']) }}
