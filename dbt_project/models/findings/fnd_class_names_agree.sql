{{ config(materialized='ephemeral') }}
-- 收支总表与支出总表的类级科目名称一致: an amount stands under one class name in the one table and under another
-- in the other.
with classes as (
    select
        summary.document_id,
        regexp_replace(summary.bare_name, '支出$', '') as name,
        summary.bare_name as printed_name,
        summary.fact_id,
        summary.amount_yuan,
        facts.page,
        facts.table_label,
        facts.distrust_reason
    from {{ ref('int_check_summary_facts') }} as summary
    inner join {{ ref('int_check_facts') }} as facts using (document_id, fact_id)
    where summary.table_kind in ('income_expenditure_summary', 'final_income_expenditure_summary')
        and summary.half = 'expenditure' and summary.place = 'class' and summary.is_total_column
        and summary.amount_yuan <> 0
),

subjects as (
    select
        document_id,
        regexp_replace(name_plain, '支出$', '') as name,
        row_label,
        fact_id,
        amount_yuan,
        distrust_reason
    from {{ ref('int_check_facts') }}
    where table_kind in ('expenditure_summary', 'final_expenditure') and column_id = 'total'
        and regexp_matches(full_code, '^[12]\d{2}$') and row_role <> 'total' and amount_yuan <> 0
),

unmatched_classes as (
    select classes.*
    from classes
    anti join subjects using (document_id, name)
    -- only where the two tables list the same kind of thing at all
    semi join (select distinct classes.document_id from classes inner join subjects using (document_id, name)
        union
        select document_id from classes inner join subjects using (document_id, amount_yuan)) as comparable
        using (document_id)
),

unmatched_subjects as (
    select subjects.*
    from subjects
    anti join classes using (document_id, name)
),

mismatches as (
    select
        left_side.document_id,
        left_side.printed_name,
        left_side.page,
        left_side.table_label,
        left_side.fact_id as class_fact,
        right_side.fact_id as subject_fact,
        right_side.row_label,
        coalesce(left_side.distrust_reason, right_side.distrust_reason) as distrust_reason
    from unmatched_classes as left_side
    inner join unmatched_subjects as right_side using (document_id, amount_yuan)
),

-- an older or shorter name of the same class is out of date, not another class
known as (
    select
        functional_code as code,
        regexp_replace({{ plain_text('subject_name') }}, '支出$', '') as name
    from {{ ref('int_functional_subjects') }}
    where length(functional_code) = 3
    union
    select
        cast(code as varchar) as code,
        regexp_replace({{ plain_text('alias') }}, '支出$', '') as name
    from {{ ref('functional_aliases') }}
    where length(cast(code as varchar)) = 3
),

checks as (
    select
        classes.document_id,
        'class_name:' || classes.name as subject,
        '收支总表“' || classes.printed_name || '”与支出总表类级科目名称一致' as relation,
        mismatches.class_fact is not null as is_wrong,
        mismatches.distrust_reason as blocked,
        cast(null as varchar) as reason,
        {{ no_numbers() }},
        [classes.page] as pages,
        classes.table_label || '第' || classes.page || '页：“' || classes.printed_name
        || '”与支出总表同一金额的科目“' || mismatches.row_label || '”名称不一致' as message,
        list_filter([classes.fact_id, mismatches.subject_fact], x -> x is not null) as fact_ids,
        exists(
            select 1 from known
            where known.name = classes.name and known.code <> split_part(mismatches.row_label, ' ', 1)
        ) as is_other_class
    from classes
    inner join (select distinct document_id from subjects) as with_subjects using (document_id)
    left join mismatches on classes.document_id = mismatches.document_id and classes.fact_id = mismatches.class_fact
    qualify
        row_number() over (
            partition by classes.document_id, classes.name
            order by mismatches.row_label, classes.fact_id, mismatches.subject_fact
        ) = 1
)

{{ judge_checks('class_names_agree', 'checks', softened="case when not checks.is_other_class then 'warning' end") }}
