{{ config(materialized='ephemeral') }}
-- 收支总表各类支出 = 支出总表同名类级科目。
with classes as (
    select
        document_id,
        table_id,
        bare_name as name,
        fact_id,
        column_label,
        amount_yuan
    from {{ ref('int_check_summary_facts') }}
    where table_kind in ('income_expenditure_summary', 'final_income_expenditure_summary')
        and half = 'expenditure' and place = 'class' and is_total_column
),

subjects as (
    select
        facts.document_id,
        facts.name_plain as name,
        facts.fact_id,
        facts.full_code,
        tables.tables_of_kind
    from {{ ref('int_check_facts') }} as facts
    inner join {{ ref('int_check_tables') }} as tables using (document_id, table_id)
    where facts.table_kind in ('expenditure_summary', 'final_expenditure') and facts.column_id = 'total'
        and regexp_matches(facts.full_code, '^[12]\d{2}$') and facts.row_role <> 'total'
),

-- a table without group lines: the class is the sum of the 项 whose code begins with its own
flat as (
    select
        document_id,
        max(distrust_reason) as distrust_reason
    from {{ ref('int_check_facts') }}
    where table_kind = 'expenditure_summary' and column_id = 'total'
        and regexp_matches(full_code, '^[12]\d{2}(\d{2}){0,2}$')
    group by all
    having min(length(full_code)) >= 5
        -- no line that holds others
        and not list_has_any(
            list(distinct full_code), list(distinct case when length(full_code) = 7 then full_code[:5] end)
        )
),

class_codes as (
    select
        regexp_replace(clean_name, '支出$', '') as name,
        min(functional_code) as code
    from {{ ref('int_functional_subjects') }}
    where length(functional_code) = 3
    group by all
    having count(distinct functional_code) = 1
),

flat_terms as (
    select
        classes.document_id,
        'class:' || classes.name as subject,
        'actual' as part,
        1 as coefficient,
        classes.fact_id,
        '收支总表中的' || classes.name as actual_label,
        '支出总表中该类各项之和' as expected_label,
        true as omittable,
        -- also where none of its rows was read
        flat.distrust_reason as blocked
    from classes
    inner join flat using (document_id)
    inner join class_codes on regexp_replace(classes.name, '支出$', '') = class_codes.name
    where classes.amount_yuan <> 0
    union all
    select
        classes.document_id,
        'class:' || classes.name as subject,
        'expected' as part,
        1 as coefficient,
        facts.fact_id,
        '收支总表中的' || classes.name as actual_label,
        '支出总表中该类各项之和' as expected_label,
        true as omittable,
        case when tables.tables_of_kind > 1 then '同类表格不止一张' when odd.document_id is not null then '表中有不规范的科目编码' end as blocked
    from classes
    inner join flat using (document_id)
    inner join class_codes on regexp_replace(classes.name, '支出$', '') = class_codes.name
    inner join {{ ref('int_check_facts') }} as facts
        on classes.document_id = facts.document_id and facts.table_kind = 'expenditure_summary'
        and facts.column_id = 'total' and facts.row_role <> 'total' and facts.full_code[:3] = class_codes.code
    inner join {{ ref('int_check_tables') }} as tables
        on facts.document_id = tables.document_id and facts.table_id = tables.table_id
    left join (
        select distinct
            document_id,
            table_id
        from {{ ref('int_check_rows') }} where is_odd
    ) as odd
        on facts.document_id = odd.document_id and facts.table_id = odd.table_id
    where classes.amount_yuan <> 0
),

terms as (
    select * from flat_terms
    union all
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
        select
            document_id,
            name,
            'actual' as part,
            fact_id,
            1 as tables_of_kind
        from classes
        union all
        select
            document_id,
            name,
            'expected' as part,
            fact_id,
            tables_of_kind
        from subjects
    ) as sides
    window names as (partition by sides.document_id, sides.name)
    qualify count(distinct sides.part) over names = 2
),

{{ close_relations('classes_agree', 'terms') }}
