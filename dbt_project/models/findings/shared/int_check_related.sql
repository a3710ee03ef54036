-- Pairs of disclosures that may rightly print the same words and figures: the same body's, a department's and
-- those of its units, bodies of which the one's name contains the other's.
select
    ours.document_id,
    theirs.document_id as other_document_id
from {{ ref('int_check_documents') }} as ours
inner join {{ ref('int_check_documents') }} as theirs on ours.document_id <> theirs.document_id
left join {{ ref('int_units') }} as our_units on ours.unit_id = our_units.unit_id
left join {{ ref('int_units') }} as their_units on theirs.unit_id = their_units.unit_id
where ours.disclosure_id = theirs.disclosure_id
    or ours.unit_id = theirs.unit_id
    or our_units.department_unit_id = theirs.unit_id
    or their_units.department_unit_id = ours.unit_id
    or contains(ours.entity_key, theirs.entity_key)
    or contains(theirs.entity_key, ours.entity_key)
