{{ config(materialized='ephemeral') }}
-- 同类单位均公开的表: what nearly all peers (same site, scope, kind and year) publish and this body does not. The
-- files of one disclosure are taken together.
with printed as (
    select
        bodies.disclosure_id,
        bodies.source_id,
        bodies.scope,
        bodies.doc_kind,
        bodies.fiscal_year,
        bodies.document_id,
        tables.table_kind,
        coalesce(kinds.mandated, false) as is_mandated,
        documents.image_page_count > 0 or documents.read_status <> 'ok' as is_unread,
        tables.is_complete
    from {{ ref('int_check_bodies') }} as bodies
    inner join {{ ref('int_documents') }} as documents on bodies.document_id = documents.document_id
    inner join {{ ref('int_tables') }} as tables on bodies.document_id = tables.document_id
    left join {{ ref('statement_kinds') }} as kinds on tables.table_kind = kinds.kind
    where bodies.fiscal_year is not null and tables.table_kind is not null
),

disclosures as (
    select
        disclosure_id,
        source_id,
        scope,
        doc_kind,
        fiscal_year,
        mode(document_id order by document_id) as document_id,
        bool_or(is_unread) as is_unread,
        bool_or(table_kind = 'other') as has_unknown_tables,
        not bool_and(is_complete) as has_unread_tables,
        count(*) over (partition by source_id, scope, doc_kind, fiscal_year) as peers
    from printed
    group by disclosure_id, source_id, scope, doc_kind, fiscal_year
    -- a table or two (a performance form alone) are no disclosure of tables
    having count(distinct case when is_mandated then table_kind end) >= 4
),

found as (
    select distinct
        disclosures.disclosure_id,
        disclosures.source_id,
        disclosures.scope,
        disclosures.doc_kind,
        disclosures.fiscal_year,
        disclosures.peers,
        printed.table_kind
    from disclosures
    inner join printed on disclosures.disclosure_id = printed.disclosure_id
    where printed.table_kind <> 'other'
),

usual as (
    select
        source_id,
        scope,
        doc_kind,
        fiscal_year,
        table_kind
    from found
    group by all
    having count(*) >= 0.85 * any_value(peers)
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
    group by all
),

checks as (
    select
        disclosures.document_id,
        'tables_peers' as subject,
        '同类单位普遍公开的表均已公开' as relation,
        missing.names is not null as is_wrong,
        case
            when disclosures.peers < 6 then '同类单位不足六个'
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
),

{{ judge_checks('tables_against_peers', 'checks', facts='int_kept_facts') }}
