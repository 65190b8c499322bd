{{ concept(immunizations('influenza_vaccine'), procedures('influenza_vaccine')) }}
