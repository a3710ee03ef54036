-- A year and kind is expected of a registered unit once any unit of its site has published it: nobody is
-- reported missing before the first disclosure of a season.
with published as (
    select
        documents.unit_id,
        documents.doc_kind,
        documents.fiscal_year,
        count(distinct documents.document_id) as document_count,
        bool_or(documents.part in ('whole', 'tables')) as has_tables,
        bool_or(documents.part in ('whole', 'narrative')) as has_narrative,
        min(documents.document_id) as document_id,
        min(documents.first_seen_night) as first_seen_night
    from {{ ref('int_documents') }} as documents
    where documents.is_current and documents.is_identified
    group by documents.unit_id, documents.doc_kind, documents.fiscal_year
),

unreadable as (
    -- something was put up under the unit's name, and it cannot be read: not missing, not published
    select
        arg_max(units.unit_id, (length(units.entity_key), units.unit_id)) as unit_id,
        case when contains(documents.link_text, '决算') then 'final' else 'budget' end as doc_kind,
        try_cast(regexp_extract(documents.link_text, '(20\d\d)', 1) as smallint) as fiscal_year,
        documents.document_id,
        any_value(documents.first_seen_night) as first_seen_night
    from {{ ref('int_documents') }} as documents
    inner join {{ ref('int_unit_names') }} as units
        on documents.source_id = units.source_id and contains(documents.link_text, units.entity_key)
    where documents.content_class = 'unreadable' and units.is_registered
    group by documents.document_id, documents.link_text
),

seasons as (
    select distinct
        units.source_id,
        published.doc_kind,
        published.fiscal_year
    from published
    inner join {{ ref('int_units') }} as units on published.unit_id = units.unit_id
),

expected as (
    select
        units.unit_id,
        seasons.doc_kind,
        seasons.fiscal_year
    from {{ ref('int_units') }} as units
    inner join seasons on units.source_id = seasons.source_id
    where
        units.is_registered
        and seasons.fiscal_year >= coalesce(units.must_publish_from_year, 0)
        and seasons.fiscal_year <= coalesce(units.must_publish_to_year, 9999)
),

pairs as (
    select * from expected
    union
    select
        unit_id,
        doc_kind,
        fiscal_year
    from published
)

select
    pairs.unit_id,
    pairs.doc_kind,
    cast(pairs.fiscal_year as smallint) as fiscal_year,
    units.unit_code,
    units.unit_name,
    units.department_unit_id,
    units.source_id,
    expected.unit_id is not null as is_expected,
    case
        when published.unit_id is null and unreadable.document_id is not null then 'unreadable'
        when published.unit_id is null then 'missing'
        when not published.has_tables then 'narrative_only'
        when not published.has_narrative then 'tables_only'
        else 'published'
    end as status,
    coalesce(published.document_count, 0) as document_count,
    coalesce(published.document_id, unreadable.document_id) as document_id,
    coalesce(published.first_seen_night, unreadable.first_seen_night) as first_seen_night,
    {{ approval_of('pairs', 'units.approval_date') }} as approval_date,
    {{ approval_of('pairs', 'units.approval_date') }} + {{ var('days_to_publish') }} as publish_by
from pairs
inner join {{ ref('int_units') }} as units on pairs.unit_id = units.unit_id
left join expected
    on
        pairs.unit_id = expected.unit_id
        and pairs.doc_kind = expected.doc_kind
        and pairs.fiscal_year = expected.fiscal_year
left join published
    on
        pairs.unit_id = published.unit_id
        and pairs.doc_kind = published.doc_kind
        and pairs.fiscal_year = published.fiscal_year
left join unreadable
    on
        pairs.unit_id = unreadable.unit_id
        and pairs.doc_kind = unreadable.doc_kind
        and pairs.fiscal_year = unreadable.fiscal_year
qualify row_number() over (
    partition by pairs.unit_id, pairs.doc_kind, pairs.fiscal_year order by unreadable.document_id
) = 1
