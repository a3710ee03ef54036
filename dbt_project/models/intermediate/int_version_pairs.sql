-- A file and the file that supersedes it. What stands between the two changes when either is read anew.
select
    earlier.document_id,
    earlier.document_id as old_document_id,
    later.document_id as new_document_id,
    earlier.disclosure_id,
    left(
        md5(concat_ws('|', earlier.document_revision, later.document_id, later.document_revision)), 16
    ) as document_revision
from {{ ref('int_documents') }} as earlier
inner join {{ ref('int_documents') }} as later on earlier.superseded_by_document_id = later.document_id
where earlier.is_disclosure
