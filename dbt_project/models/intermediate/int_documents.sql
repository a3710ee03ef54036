-- One row per file with the disclosure it belongs to: body + scope + kind + year. A narrative file, a table file and
-- files of single tables or forms stand beside each other; a later file that prints an earlier one's tables again
-- supersedes it.
with captured as (
    select
        document_id,
        arg_min(url, (not is_current, first_seen_night, url, source_id)) as url,
        arg_min(list_url, (not is_current, first_seen_night, url, source_id)) as list_url,
        arg_min(link_text, (not is_current, first_seen_night, url, source_id)) as link_text,
        min(first_seen_night) as first_seen_night,
        arg_min(source_name, (not is_current, first_seen_night, url, source_id)) as source_name,
        bool_or(is_current) as is_on_site
    from {{ ref('stg_captures') }}
    group by document_id
),

fetched as (
    select
        sha256 as document_id,
        arg_min(coalesce(final_url, url), (requested_at, fetch_id)) as url,
        min(night) as first_seen_night,
        min(requested_at) as first_seen_at
    from {{ ref('stg_fetches') }}
    where sha256 is not null
    group by sha256
),

matched as (
    select
        documents.document_id,
        arg_min(
            names.unit_id,
            (
                coalesce(names.source_id, '') != coalesce(documents.source_id, ''),
                coalesce(names.scope, '') != coalesce(documents.scope, ''),
                not names.is_registered,
                names.unit_id
            )
        ) as unit_id
    from {{ ref('stg_documents') }} as documents
    inner join {{ ref('int_unit_names') }} as names
        on
            {{ clean_entity('documents.entity_name') }} = names.entity_key
            and (names.is_registered or documents.source_id = names.source_id)
    group by documents.document_id
),

identified as (
    select
        documents.*,
        matched.unit_id,
        coalesce(captured.url, fetched.url) as url,
        captured.list_url,
        captured.link_text,
        coalesce(captured.first_seen_night, fetched.first_seen_night) as first_seen_night,
        fetched.first_seen_at,
        captured.source_name,
        coalesce(captured.is_on_site, true) as is_on_site,
        documents.content_class not in ('not_a_disclosure', 'unreadable')
        and not documents.is_blank_template as is_disclosure,
        case documents.content_class
            when 'narrative_only' then 'narrative'
            when 'tables_only' then 'tables'
            else 'whole'
        end as part,
        matched.unit_id is not null
        and documents.scope is not null
        and documents.doc_kind is not null
        and documents.fiscal_year is not null as is_identified
    from {{ ref('stg_documents') }} as documents
    left join matched on documents.document_id = matched.document_id
    left join captured on documents.document_id = captured.document_id
    left join fetched on documents.document_id = fetched.document_id
),

disclosed as (
    select
        *,
        case
            when is_disclosure and is_identified
                then left(md5(concat_ws('|', unit_id, scope, doc_kind, fiscal_year)), 16)
            when is_disclosure then left(document_id, 16)
        end as disclosure_id
    from identified
),

ordered as (
    select
        *,
        row_number() over (
            partition by coalesce(disclosure_id, document_id), part
            order by is_on_site, first_seen_night nulls first, path, document_id
        ) as version,
        row_number() over (
            partition by coalesce(disclosure_id, document_id)
            order by is_on_site, first_seen_night nulls first, part = 'whole', path, document_id
        ) as position
    from disclosed
),

statements as (
    -- which statements of amounts a file prints, asked only where another file of the disclosure has tables too
    select
        tables.document_id,
        list(distinct tables.kind) as kinds
    from {{ ref('stg_tables') }} as tables
    inner join {{ ref('statement_kinds') }} as kinds on tables.kind = kinds.kind
    semi join (
        select document_id
        from ordered
        where is_disclosure and part != 'narrative'
        qualify count(*) over (partition by disclosure_id) > 1
    ) as beside on tables.document_id = beside.document_id
    where kinds.row_axis not in ('performance', 'unit', 'none')
    group by tables.document_id
),

superseded as (
    select
        earlier.document_id,
        arg_min(later.document_id, later.position) as superseded_by_document_id
    from ordered as earlier
    inner join ordered as later
        on earlier.disclosure_id = later.disclosure_id and earlier.position < later.position
    left join statements as earlier_statements on earlier.document_id = earlier_statements.document_id
    left join statements as later_statements on later.document_id = later_statements.document_id
    where
        case
            when 'narrative' in (earlier.part, later.part) or (earlier.part = 'whole' and later.part = 'whole')
                then earlier.part = later.part
            when earlier_statements.kinds is null then not earlier.is_on_site and earlier.part = later.part
            else
                2 * len(list_intersect(earlier_statements.kinds, coalesce(later_statements.kinds, [])))
                >= len(earlier_statements.kinds)
        end
    group by earlier.document_id
),

current_versions as (
    select
        ordered.* exclude (position),
        superseded.superseded_by_document_id,
        ordered.is_disclosure and superseded.superseded_by_document_id is null as is_current
    from ordered
    left join superseded on ordered.document_id = superseded.document_id
),

department_totals as (
    -- a department's document contains its units: their own documents must not be added to it
    select distinct
        unit_id,
        doc_kind,
        fiscal_year
    from current_versions
    where is_current and is_identified and scope = 'department'
)

select
    documents.*,
    documents.scope = 'unit' and coalesce(own.unit_id, department.unit_id) is not null as is_in_department_total,
    left(
        md5(
            concat_ws(
                '|', documents.document_id, documents.reader_version,
                coalesce(documents.fiscal_year, 0), coalesce(documents.doc_kind, '')
            )
        ),
        16
    ) as document_revision
from current_versions as documents
left join {{ ref('int_units') }} as units on documents.unit_id = units.unit_id
left join department_totals as own
    on
        documents.unit_id = own.unit_id
        and documents.doc_kind = own.doc_kind
        and documents.fiscal_year = own.fiscal_year
left join department_totals as department
    on
        units.department_unit_id = department.unit_id
        and documents.doc_kind = department.doc_kind
        and documents.fiscal_year = department.fiscal_year
