{{ config(materialized='ephemeral') }}
-- 部门汇总表中的单位行 = 该单位自己公开的合计, of income and of expenditure, in total and from 一般公共预算.
with lines as (
    select
        kept.*,
        documents.entity_key as department_key,
        documents.unit_id as department_unit_id,
        documents.fiscal_year,
        documents.doc_kind,
        documents.source_id
    from {{ ref('int_kept_unit_lines') }} as kept
    inner join {{ ref('int_check_bodies') }} as documents using (document_id)
),

unit_rows as (
    select * from lines
    -- names that stand twice in one column are left alone, but for the 本级 beside the department's own line
    qualify count(*) over (partition by document_id, anchor, row_key) = 1 or is_head
),

own as (
    select
        documents.entity_key,
        documents.department_unit_id,
        documents.fiscal_year,
        documents.doc_kind,
        documents.source_id,
        kept.document_id,
        kept.fact_id,
        kept.anchor,
        kept.amount_yuan,
        kept.half_unit,
        facts.table_label,
        facts.page,
        facts.amount_printed
    from {{ ref('int_kept_unit_totals') }} as kept
    inner join {{ ref('int_check_bodies') }} as documents using (document_id)
    inner join {{ ref('int_kept_facts') }} as facts using (document_id, fact_id)
),

compared as (
    select
        unit_rows.*,
        own.amount_yuan as own_amount,
        own.page as own_page,
        own.table_label as own_label,
        own.amount_printed as own_printed,
        facts.amount_yuan as row_amount,
        facts.half_unit + own.half_unit as tolerance,
        facts.distrust_reason,
        facts.page,
        facts.table_label,
        facts.amount_printed
    from unit_rows
    inner join {{ ref('int_kept_facts') }} as facts using (document_id, fact_id)
    inner join own
        on unit_rows.row_key = own.entity_key and unit_rows.fiscal_year = own.fiscal_year
        and unit_rows.doc_kind = own.doc_kind and unit_rows.anchor = own.anchor
        and (unit_rows.source_id = own.source_id or unit_rows.department_unit_id = own.department_unit_id)
    qualify row_number() over (
        partition by unit_rows.document_id, unit_rows.anchor, unit_rows.row_key
        order by abs(facts.amount_yuan - own.amount_yuan), unit_rows.fact_id, own.document_id, own.fact_id
    ) = 1
),

checks as (
    select
        document_id,
        'unit_row:' || anchor || ':' || row_key as subject,
        '“' || row_label || '”与该单位自己的公开一致' as relation,
        abs(row_amount - own_amount) > tolerance as is_wrong,
        case
            when abs(row_amount - own_amount) <= tolerance then null
            when row_key = department_key and not is_head then '不能确定该行是部门汇总还是本级'
            else distrust_reason
        end as blocked,
        cast(null as varchar) as reason,
        own_amount as expected,
        row_amount as actual,
        tolerance,
        'yuan' as unit,
        [page] as pages,
        table_label || '第' || page || '页：' || row_label || ' ' || amount_printed
        || '，该单位自己公开的' || own_label || '第' || own_page || '页合计为 ' || own_printed as message,
        -- sums of a department may leave out what its units pay each other; appropriations have no such part
        bool_or(anchor like '%.general_public' and abs(row_amount - own_amount) > tolerance)
            over (partition by document_id, row_key) as is_proven,
        [fact_id] as fact_ids
    from compared
)

{{ judge_checks('department_unit_row_agrees', 'checks', softened="case when not checks.is_proven then 'warning' end") }}
