-- Everybody in core lived in this world, and nobody is two people.
select patient.person_id
from {{ ref('core__patient') }} as patient
left join {{ ref('truth__person') }} as person on patient.person_id = person.person_id
where person.person_id is null or person.birth_date <> patient.birth_date
