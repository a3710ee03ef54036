{{ config(materialized='ephemeral') }}
-- 财政拨款收支总表各类的一般公共预算栏 = 一般公共预算支出表同名类级科目。
with classes as (
    select
        document_id,
        regexp_replace(bare_name, '支出$', '') as name,
        fact_id
    from {{ ref('int_check_summary_facts') }}
    where table_kind in ('fiscal_appropriation_summary', 'final_fiscal_appropriation_summary')
        and half = 'expenditure' and place = 'class' and column_id = 'general_public'
),

subjects as (
    select
        document_id,
        regexp_replace(name_plain, '支出$', '') as name,
        fact_id
    from {{ ref('int_check_facts') }}
    where table_kind in ('general_public_expenditure', 'final_general_public_expenditure') and column_id = 'total'
        and regexp_matches(full_code, '^[12]\d{2}$') and row_role <> 'total'
),

terms as (
    select
        sides.document_id,
        'fiscal_class:' || sides.name as subject,
        sides.part,
        1 as coefficient,
        sides.fact_id,
        '财政拨款收支总表中的' || sides.name as actual_label,
        '一般公共预算支出表中的同名科目' as expected_label,
        false as omittable,
        cast(null as varchar) as blocked
    from (
        select
            document_id,
            name,
            'actual' as part,
            fact_id
        from classes
        union all
        select
            document_id,
            name,
            'expected' as part,
            fact_id
        from subjects
    ) as sides
    qualify count(distinct part) over (partition by sides.document_id, sides.name) = 2
),

{{ close_relations('fiscal_classes_agree', 'terms', floor=1) }}
