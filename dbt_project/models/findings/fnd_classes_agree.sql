{{ config(materialized='ephemeral') }}
-- 收支总表各类支出 = 支出总表同名类级科目。
with classes as (
    select document_id, table_id, bare_name as name, fact_id, column_label, amount_yuan
    from {{ ref('int_check_summary_facts') }}
    where table_kind in ('income_expenditure_summary', 'final_income_expenditure_summary')
        and half = 'expenditure' and place = 'class' and is_total_column
),

subjects as (
    select facts.document_id, facts.name_plain as name, facts.fact_id, facts.full_code, tables.tables_of_kind
    from {{ ref('int_check_facts') }} as facts
    inner join {{ ref('int_check_tables') }} as tables using (document_id, table_id)
    where facts.table_kind in ('expenditure_summary', 'final_expenditure') and facts.column_id = 'total'
        and regexp_matches(facts.full_code, '^[12]\d{2}$') and facts.row_role <> 'total'
),

terms as (
    select
        sides.document_id,
        'class:' || sides.name as subject,
        sides.part,
        1 as coefficient,
        sides.fact_id,
        '收支总表中的' || sides.name as actual_label,
        '支出总表中的同名科目' as expected_label,
        false as omittable,
        case when max(sides.tables_of_kind) over names > 1 then '同类表格不止一张' end as blocked
    from (
        select document_id, name, 'actual' as part, fact_id, 1 as tables_of_kind from classes
        union all
        select document_id, name, 'expected' as part, fact_id, tables_of_kind from subjects
    ) as sides
    window names as (partition by sides.document_id, sides.name)
    qualify count(distinct sides.part) over names = 2
),

{{ close_relations('classes_agree', 'terms') }}
