{{ config(materialized='ephemeral') }}
-- 收入总表与支出总表同一科目金额一致（两表均按科目列示的模板）。
with {{ subject_pair_terms('income_summary', 'total', 'expenditure_summary', 'total',
    '收入总表', '支出总表') }}

-- where the two tables do not even have one total, they speak of different things (with and without carry-over)
totals as (
    select
        document_id,
        abs(max(amount_yuan) filter (where anchor = 'income_summary.total')
            - max(amount_yuan) filter (where anchor = 'expenditure_summary.total'))
        > 2 * max(half_unit) as differ
    from {{ ref('int_check_anchors') }}
    where anchor in ('income_summary.total', 'expenditure_summary.total')
    group by document_id
),

comparable as (
    select
        terms.* exclude (blocked),
        coalesce(terms.blocked, case when totals.differ then '两表合计不等，口径可能不同' end) as blocked
    from terms
    left join totals using (document_id)
),

{{ close_relations('subjects_income_expenditure', 'comparable', 'equal', doubt_most=true) }}
