{{ concept(conditions('glaucoma', claim_type='professional')) }}
