{{ config(materialized='ephemeral') }}
-- 收支预算表的金额不为负 (rows of change and balance excepted).
with amounts as (
    select
        facts.*,
        regexp_matches(facts.row_label || coalesce(facts.column_label, ''), '增减|变化|差额|结余|调整|增加|减少') as may_be_negative
    from {{ ref('int_check_facts') }} as facts
    inner join {{ ref('statement_kinds') }} as kinds on facts.table_kind = kinds.kind
    where kinds.row_axis not in ('performance', 'none', 'unit')
),

checks as (
    select
        document_id,
        'negative:' || table_kind || ':' || table_id as subject,
        min(table_label) || '的金额不为负' as relation,
        bool_or(amount_yuan < 0 and not may_be_negative) as is_wrong,
        max(distrust_reason) as blocked,
        cast(null as varchar) as reason,
        {{ no_numbers() }},
        coalesce(list_sort(list_distinct(list(page) filter (where amount_yuan < 0 and not may_be_negative))), []) as pages,
        min(table_label) || '第' || coalesce(min(page) filter (where amount_yuan < 0 and not may_be_negative), 0) || '页：'
        || coalesce(min(row_label || ' ' || amount_printed) filter (where amount_yuan < 0 and not may_be_negative), '') || ' 为负数' as message,
        coalesce((list(fact_id order by fact_id) filter (where amount_yuan < 0 and not may_be_negative))[:6], []) as fact_ids
    from amounts
    group by document_id, table_kind, table_id
)

{{ judge_checks('amounts_not_negative', 'checks') }}
