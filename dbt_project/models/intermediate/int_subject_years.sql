-- Every functional subject of a year with what it is in the next (macros/year_links.sql).
{{ year_links(ref('int_functional_subjects'), 'subject_id', 'functional_code', 'subject_name', 'functional') }}
