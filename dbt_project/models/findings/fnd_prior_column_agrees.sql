{{ config(materialized='ephemeral') }}
-- 表中的上年预算数 = 上年公开的同一张表同一科目.
with stated as (
    select
        facts.document_id,
        facts.fact_id,
        facts.table_kind,
        facts.full_code as code,
        facts.row_label,
        facts.amount_yuan,
        facts.half_unit,
        facts.page,
        facts.table_label,
        facts.amount_printed,
        facts.distrust_reason,
        documents.unit_id,
        documents.scope,
        documents.doc_kind,
        documents.fiscal_year
    from {{ ref('int_check_facts') }} as facts
    inner join {{ ref('int_check_documents') }} as documents using (document_id)
    where facts.column_id in ('prior_year_total', 'prior:prior_year_total', 'prior:total') and documents.is_identified
        and contains(facts.column_label, '预算') and not regexp_matches(facts.column_label, '执行|调整|完成|决算')
        and regexp_matches(facts.full_code, '^[12]\d{2}(\d{2}){0,2}$') and facts.row_role <> 'total'
),

earlier as (
    select
        documents.unit_id,
        documents.scope,
        documents.doc_kind,
        documents.fiscal_year + 1 as fiscal_year,
        facts.table_kind,
        facts.full_code as code,
        sum(facts.amount_yuan) as amount_yuan,
        sum(facts.half_unit) as half_unit,
        min(facts.page) as page
    from {{ ref('int_check_facts') }} as facts
    inner join {{ ref('int_check_documents') }} as documents using (document_id)
    inner join {{ ref('int_check_tables') }} as tables using (document_id, table_id)
    where facts.column_id = 'total' and documents.is_identified and tables.tables_of_kind = 1 and facts.is_trusted
        and facts.row_role <> 'total'
    group by all
),

checks as (
    select
        stated.document_id,
        'prior_column:' || stated.table_kind || ':' || stated.code as subject,
        '“' || stated.row_label || '”的上年预算数与上年公开一致' as relation,
        abs(stated.amount_yuan - earlier.amount_yuan) > stated.half_unit + earlier.half_unit as is_wrong,
        stated.distrust_reason as blocked,
        cast(null as varchar) as reason,
        earlier.amount_yuan as expected,
        stated.amount_yuan as actual,
        stated.half_unit + earlier.half_unit as tolerance,
        'yuan' as unit,
        [stated.page] as pages,
        stated.table_label || '第' || stated.page || '页：' || stated.row_label || ' 上年预算数 ' || stated.amount_printed
        || '，上年公开文件第' || earlier.page || '页为 ' || {{ money_text('earlier.amount_yuan', '10000', '2') }} || ' 万元'
        as message,
        [stated.fact_id] as fact_ids
    from stated
    inner join earlier using (unit_id, scope, doc_kind, fiscal_year, table_kind, code)
    qualify count(*) over (partition by stated.document_id, stated.table_kind, stated.code) = 1
)

{{ judge_checks('prior_column_agrees', 'checks') }}
