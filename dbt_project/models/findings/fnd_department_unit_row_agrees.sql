{{ config(materialized='ephemeral') }}
-- 部门收入总表中的单位行 = 该单位自己公开的收入总计。
with unit_rows as (
    select
        facts.document_id,
        facts.fact_id,
        facts.row_label,
        {{ clean_entity('facts.subject_name') }} as entity_key,
        documents.fiscal_year,
        documents.doc_kind,
        documents.source_id
    from {{ ref('int_check_facts') }} as facts
    inner join {{ ref('int_check_documents') }} as documents using (document_id)
    inner join {{ ref('int_check_rows') }} as rows
        on facts.document_id = rows.document_id and facts.table_id = rows.table_id
        and facts.side = rows.side and facts.row_index = rows.row_index
    where facts.table_kind in ('income_summary', 'final_income') and facts.column_id = 'total'
        and documents.scope = 'department' and not rows.side_is_coded and facts.row_role <> 'total'
    -- the department's own line and its 本级 share a name: leave names that stand twice alone, but for 本级
    qualify count(*) over (partition by facts.document_id, entity_key) = 1 or contains(facts.subject_name, '本级')
),

own as (
    select
        documents.document_id as unit_document_id,
        documents.entity_key,
        documents.fiscal_year,
        documents.doc_kind,
        documents.source_id,
        anchors.amount_yuan,
        anchors.half_unit,
        facts.page,
        facts.amount_printed
    from {{ ref('int_check_anchors') }} as anchors
    inner join {{ ref('int_check_documents') }} as documents using (document_id)
    inner join {{ ref('int_check_facts') }} as facts using (document_id, fact_id)
    where documents.scope = 'unit' and anchors.anchor in ('income_summary.total', 'final_income.total')
        and anchors.blocked is null
),

checks as (
    select
        unit_rows.document_id,
        'unit_row:' || unit_rows.entity_key as subject,
        '“' || unit_rows.row_label || '”与该单位自己的公开一致' as relation,
        abs(facts.amount_yuan - own.amount_yuan) > facts.half_unit + own.half_unit as is_wrong,
        facts.distrust_reason as blocked,
        cast(null as varchar) as reason,
        own.amount_yuan as expected,
        facts.amount_yuan as actual,
        facts.half_unit + own.half_unit as tolerance,
        'yuan' as unit,
        [facts.page] as pages,
        facts.table_label || '第' || facts.page || '页：' || unit_rows.row_label || ' ' || facts.amount_printed
        || '，该单位自己公开的收入总表第' || own.page || '页合计为 ' || own.amount_printed as message,
        [unit_rows.fact_id] as fact_ids
    from unit_rows
    inner join {{ ref('int_check_facts') }} as facts using (document_id, fact_id)
    inner join own
        on unit_rows.entity_key = own.entity_key and unit_rows.fiscal_year = own.fiscal_year
        and unit_rows.doc_kind = own.doc_kind and unit_rows.source_id = own.source_id
    qualify row_number() over (partition by unit_rows.document_id, unit_rows.entity_key order by abs(facts.amount_yuan - own.amount_yuan)) = 1
),

{{ judge_checks('department_unit_row_agrees', 'checks') }}
