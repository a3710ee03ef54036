{{ config(materialized='ephemeral') }}
-- 同类单位均公开的表: what nearly all peers (same site, scope, kind and year) publish and this body does not. The
-- files of one disclosure are taken together. Not judged here: the tables that every body must publish
-- (mandated_tables), and those that no peer prints empty: who has nothing to put into them may leave them out.
with files as (
    select
        bodies.disclosure_id,
        bodies.source_id,
        bodies.scope,
        bodies.doc_kind,
        bodies.fiscal_year,
        bodies.document_id,
        bodies.is_identified,
        documents.image_page_count > 0 or documents.read_status <> 'ok' as is_unread
    from {{ ref('int_check_bodies') }} as bodies
    inner join {{ ref('int_documents') }} as documents on bodies.document_id = documents.document_id
),

printed as (
    select
        files.*,
        tables.table_kind,
        tables.row_axis,
        tables.part,
        tables.is_empty,
        tables.is_complete,
        kinds.mandated as is_mandated
    from files
    left join {{ ref('int_tables') }} as tables on files.document_id = tables.document_id
    left join {{ ref('statement_kinds') }} as kinds on tables.table_kind = kinds.kind
),

disclosures as (
    select
        disclosure_id,
        source_id,
        scope,
        doc_kind,
        fiscal_year,
        mode(document_id order by document_id) filter (where table_kind is not null) as document_id,
        bool_or(is_unread) as is_unread,
        bool_or(table_kind = 'other') as has_unknown_tables,
        not bool_and(is_complete) as has_unread_tables,
        count(*) over (partition by source_id, scope, doc_kind, fiscal_year) as peers
    from printed
    where fiscal_year is not null
    group by disclosure_id, source_id, scope, doc_kind, fiscal_year
    -- a table or two (a performance form alone) are no disclosure of tables
    having count(distinct case when is_mandated then table_kind end) >= 4
),

found as (
    select
        printed.disclosure_id,
        printed.source_id,
        printed.scope,
        printed.doc_kind,
        printed.fiscal_year,
        printed.table_kind,
        any_value(printed.row_axis) as row_axis,
        any_value(printed.part) as part,
        bool_and(printed.is_empty) as is_empty,
        any_value(disclosures.peers) as peers
    from disclosures
    inner join printed on disclosures.disclosure_id = printed.disclosure_id
    where printed.table_kind <> 'other' and not printed.is_mandated
    group by
        printed.disclosure_id,
        printed.source_id,
        printed.scope,
        printed.doc_kind,
        printed.fiscal_year,
        printed.table_kind
),

usual as (
    select
        source_id,
        scope,
        doc_kind,
        fiscal_year,
        table_kind,
        any_value(row_axis) as row_axis,
        any_value(part) as part,
        bool_or(is_empty) as is_due_when_empty
    from found
    group by source_id, scope, doc_kind, fiscal_year, table_kind
    having count(*) >= 0.85 * any_value(peers)
),

-- what a body prints and its peers do not may stand for what they print and it does not: the same rows, the same part
unusual as (
    select found.*
    from found
    anti join usual
        on
            found.source_id = usual.source_id
            and found.scope = usual.scope
            and found.doc_kind = usual.doc_kind
            and found.fiscal_year = usual.fiscal_year
            and found.table_kind = usual.table_kind
),

-- files of the site whose body is not known: nobody can tell whose tables they are
unclaimed as (
    select distinct
        printed.source_id,
        printed.table_kind
    from printed
    anti join disclosures on printed.disclosure_id = disclosures.disclosure_id
    where not printed.is_identified
),

missing as (
    select
        disclosures.disclosure_id,
        string_agg('“' || kinds.name_zh || '”', '、' order by kinds.name_zh) as names
    from disclosures
    inner join usual
        on
            disclosures.source_id = usual.source_id
            and disclosures.scope = usual.scope
            and disclosures.doc_kind = usual.doc_kind
            and disclosures.fiscal_year = usual.fiscal_year
    inner join {{ ref('statement_kinds') }} as kinds on usual.table_kind = kinds.kind
    anti join found
        on disclosures.disclosure_id = found.disclosure_id and usual.table_kind = found.table_kind
    anti join unusual
        on
            disclosures.disclosure_id = unusual.disclosure_id
            and usual.row_axis = unusual.row_axis
            and usual.part = unusual.part
    anti join unclaimed
        on disclosures.source_id = unclaimed.source_id and usual.table_kind = unclaimed.table_kind
    where usual.is_due_when_empty
    group by disclosures.disclosure_id
),

checks as (
    select
        disclosures.document_id,
        'tables_peers' as subject,
        '同类单位普遍公开的表均已公开' as relation,
        missing.names is not null as is_wrong,
        case
            -- of six, five are no 85 %
            when disclosures.peers < 7 then '同类单位不足七个'
            when disclosures.is_unread then '文件有图片页或未读出的页'
            when disclosures.has_unknown_tables then '文件有未能识别的表'
            when disclosures.has_unread_tables then '文件有未读全的表'
        end as blocked,
        cast(null as varchar) as reason,
        {{ no_numbers() }},
        cast([] as integer[]) as pages,
        '未见' || missing.names || '：同类 ' || disclosures.peers || ' 个单位几乎都公开了，请复核是否漏公开' as message,
        cast([] as varchar[]) as fact_ids
    from disclosures
    left join missing on disclosures.disclosure_id = missing.disclosure_id
)

{{ judge_checks('tables_against_peers', 'checks') }}
