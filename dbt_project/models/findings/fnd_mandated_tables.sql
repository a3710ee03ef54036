{{ config(materialized='ephemeral') }}
-- 应公开的表齐全: the eight tables of the 操作规程, or what a template prints in their place.
with substitutes (kind, substitute) as (
    values
    ('general_public_basic_by_economic', 'general_public_expenditure_by_economic'),
    ('general_public_basic_by_economic', 'fiscal_appropriation_basic_by_economic'),
    ('gov_fund_expenditure', 'gov_fund_income'),
    ('final_gov_fund_income_expenditure', 'gov_fund_expenditure')
),

disclosed as (
    select
        documents.document_id,
        documents.doc_kind,
        documents.image_page_count,
        documents.read_status,
        count(distinct case when kinds.mandated then tables.kind end) as mandated_found,
        bool_or(tables.kind = 'other') as has_unknown_tables,
        bool_or(coalesce(tables.distrust_reason, '') not in ('', '未找到金额单位')) as has_unread_tables
    from {{ ref('int_check_documents') }} as documents
    inner join {{ ref('int_check_tables') }} as tables using (document_id)
    inner join {{ ref('statement_kinds') }} as kinds on tables.kind = kinds.kind
    where documents.content_class in ('budget_disclosure', 'final_disclosure', 'tables_only')
    group by all
    -- a file with a table or two (a performance form alone) is no disclosure of tables
    having mandated_found >= 4
),

due as (
    select
        disclosed.*,
        kinds.kind,
        kinds.name_zh
    from disclosed
    inner join {{ ref('statement_kinds') }} as kinds on disclosed.doc_kind = kinds.doc_kind and kinds.mandated
),

found as (
    select
        document_id,
        kind
    from {{ ref('int_check_tables') }}
    union
    select
        tables.document_id,
        substitutes.kind
    from {{ ref('int_check_tables') }} as tables
    inner join substitutes on tables.kind = substitutes.substitute
),

checks as (
    select
        due.document_id,
        'missing_table:' || due.kind as subject,
        '公开了“' || due.name_zh || '”' as relation,
        found.kind is null as is_wrong,
        case
            when found.kind is null and (due.image_page_count > 0 or due.read_status <> 'ok') then '文件有图片页或未读出的页'
            when found.kind is null and due.has_unknown_tables then '文件有未能识别的表'
            when found.kind is null and due.has_unread_tables then '文件有未读全的表'
        end as blocked,
        cast(null as varchar) as reason,
        {{ no_numbers() }},
        cast([] as integer[]) as pages,
        '未见“' || due.name_zh || '”：操作规程要求公开的表之一' as message,
        cast([] as varchar[]) as fact_ids
    from due
    left join found on due.document_id = found.document_id and due.kind = found.kind
)

{{ judge_checks('mandated_tables', 'checks') }}
