{{ concept(procedures('colonoscopy')) }}
