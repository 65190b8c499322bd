{{ concept(medications('proton_pump_inhibitor')) }}
