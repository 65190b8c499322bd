{{ concept(procedures('coronary_revascularization')) }}
