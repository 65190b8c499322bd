{{ concept(procedures('mammography')) }}
