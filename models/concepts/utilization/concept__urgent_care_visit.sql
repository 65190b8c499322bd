{{ concept(encounters('urgent_care')) }}
