-- All amounts of a document's tables as one hash.
with building as ({{ documents_to_build('int_check_revisions', columns=none) }})

select
    facts.document_id,
    count(distinct facts.amount_yuan) as amounts,
    md5(array_to_string(list_sort(list(distinct facts.amount_yuan)), ',')) as digest
from {{ ref('int_check_facts') }} as facts
semi join building on facts.document_id = building.document_id
where facts.amount_yuan <> 0
group by facts.document_id
-- what was read in part may lack what differs
having amounts >= 12 and bool_and(facts.is_trusted)
