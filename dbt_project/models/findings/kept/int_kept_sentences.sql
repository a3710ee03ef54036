-- The longer sentences of the narrative, with a hash that leaves out what the body is called.
with building as ({{ documents_to_build('int_check_revisions', columns=none) }})

select distinct
    paragraphs.document_id,
    md5_number_lower(replace(sentence.text, paragraphs.entity_key, '')) as shingle,
    length(sentence.text) as length,
    regexp_matches(sentence.text, '([1-9]\d+\.\d|\d\.\d[1-9])\d*(万|亿)?元') as has_amount,
    sentence.text,
    paragraphs.page
from {{ ref('int_check_paragraphs') }} as paragraphs
semi join building on paragraphs.document_id = building.document_id
cross join unnest(regexp_split_to_array(paragraphs.text, '[。；]')) as sentence (text)
where paragraphs.part = 'narrative' and length(sentence.text) >= 20
