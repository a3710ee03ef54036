-- One row per file with the disclosure it belongs to: body + scope + kind + year. A narrative file and a
-- table file of one disclosure stand beside each other; a later file of the same part supersedes the earlier.
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

versioned as (
    select
        *,
        row_number() over (
            partition by coalesce(disclosure_id, document_id), part
            order by is_on_site, first_seen_night nulls first, path, document_id
        ) as version,
        lead(document_id) over (
            partition by coalesce(disclosure_id, document_id), part
            order by is_on_site, first_seen_night nulls first, path, document_id
        ) as superseded_by_document_id
    from disclosed
),

current_versions as (
    select
        *,
        is_disclosure and superseded_by_document_id is null as is_current
    from versioned
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
