-- The 合计 row of every table that lists rows under each other, and the rows it adds up (its roots):
-- coded rows without a 上级科目 in the table. One total per side; a total repeated on each page counts once.
with listed as (
    select
        *,
        bool_or(is_coded and row_role <> 'total') over sides as side_is_coded,
        row_role = 'total' or (not is_coded and regexp_matches(name_plain, '^(部门)?(合计|总计|支出总计|收入总计|.*经费合计)$'))
        as is_total_row
    from {{ ref('int_check_rows') }}
    where table_kind not in (
        'income_expenditure_summary', 'fiscal_appropriation_summary',
        'final_income_expenditure_summary', 'final_fiscal_appropriation_summary',
        'three_public_expenses', 'final_three_public_expenses', 'other'
    )
    window sides as (partition by document_id, table_id, side)
)

select
    document_id,
    table_id,
    table_kind,
    side,
    row_index,
    row_label,
    'total' as part
from listed
where is_total_row
qualify row_number() over (partition by document_id, table_id, side order by row_index) = 1
union all
select
    document_id,
    table_id,
    table_kind,
    side,
    row_index,
    row_label,
    'root' as part
from listed
where not is_total_row and side_is_coded and is_coded and parent_row_index is null
