-- Every economic category of a year with what it is in the next (macros/year_links.sql).
{{ year_links(ref('int_economic_categories'), 'category_id', 'economic_code', 'category_name', 'department') }}
