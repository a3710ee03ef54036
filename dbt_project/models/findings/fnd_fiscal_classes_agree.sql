{{ config(materialized='ephemeral') }}
-- 财政拨款收支总表各类的一般公共预算栏 = 一般公共预算支出表同名类级科目；只列一栏的，= 财政拨款支出表（只有一般公共预算的，
-- = 一般公共预算支出表）同名类级科目。
with classes as (
    select
        document_id,
        regexp_replace(bare_name, '支出$', '') as name,
        fact_id,
        column_id
    from {{ ref('int_check_summary_facts') }}
    where table_kind in ('fiscal_appropriation_summary', 'final_fiscal_appropriation_summary')
        and half = 'expenditure' and place = 'class'
        and column_id in ('general_public', 'expenditure_amount', 'expenditure_total')
    -- the column of the general public budget where there is one, else the only one
    qualify column_id = 'general_public'
        or not bool_or(column_id = 'general_public') over (partition by document_id)
),

-- the table that lists the same money: the one with the sheet's own total
counterparts as (
    select
        sheets.document_id,
        arg_min(
            details.table_kind,
            (details.table_kind <> 'fiscal_appropriation_expenditure', details.table_kind)
        ) as table_kind
    from (
        select
            classes.document_id,
            bool_or(classes.column_id = 'general_public') as is_general_public,
            sum(facts.amount_yuan) as amount,
            sum(facts.half_unit) as half_unit
        from classes
        inner join {{ ref('int_check_facts') }} as facts using (document_id, fact_id)
        group by classes.document_id
    ) as sheets
    inner join {{ ref('int_check_facts') }} as details
        on sheets.document_id = details.document_id and details.column_id = 'total'
        and details.table_kind in (
            'fiscal_appropriation_expenditure', 'general_public_expenditure', 'final_general_public_expenditure'
        )
        and (details.row_role = 'total' or sheets.is_general_public)
        and case
            when sheets.is_general_public then details.table_kind <> 'fiscal_appropriation_expenditure'
            else abs(details.amount_yuan - sheets.amount) <= sheets.half_unit + details.half_unit
        end
    group by sheets.document_id
),

subjects as (
    select
        facts.document_id,
        regexp_replace(facts.name_plain, '支出$', '') as name,
        facts.fact_id
    from {{ ref('int_check_facts') }} as facts
    inner join counterparts using (document_id, table_kind)
    where facts.column_id = 'total' and regexp_matches(facts.full_code, '^[12]\d{2}$') and facts.row_role <> 'total'
),

terms as (
    select
        sides.document_id,
        'fiscal_class:' || sides.name as subject,
        sides.part,
        1 as coefficient,
        sides.fact_id,
        '财政拨款收支总表中的' || sides.name as actual_label,
        '支出表中的同名科目' as expected_label,
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
