-- The 合计 row of every table that lists rows under each other, and the rows it adds up (its roots): coded rows
-- without a 上级科目 in the table, or the rows of the top level. One total per side; a total repeated on each page
-- counts once. Where nothing is called 合计, the one line above all others (the unit's own) is the total.
with listed as (
    select
        *,
        row_role = 'total' or (not is_coded and regexp_matches(
            name_plain, '^(部门)?(合计|总计|支出总计|收入总计|.*经费合计)$'
        )) as is_total_row
    from {{ ref('int_check_rows') }}
    where table_kind not like '%income_expenditure_summary'
        and table_kind not like '%fiscal_appropriation_summary'
        and table_kind not like '%three_public_expenses'
        and table_kind <> 'other'
),

headed as (
    select
        *,
        bool_or(is_total_row) over sides as has_total,
        min(row_index) over sides as first_row,
        count(*) filter (where not is_coded and row_role in ('item', 'subtotal')) over sides as uncoded_rows,
        count(*) filter (where level = top_level and row_role in ('item', 'subtotal')) over sides as top_rows,
        count(*) over sides as row_count
    from listed
    window sides as (partition by document_id, table_id, side)
),

marked as (
    select
        *,
        is_total_row or (
            not has_total and row_index = first_row and row_count > 1 and not is_coded and not is_odd
            and case when side_is_coded then uncoded_rows = 1 else top_rows = 1 and level = top_level end
        ) as is_total
    from headed
),

rooted as (
    select
        *,
        min(case when not is_total and row_role in ('item', 'subtotal') and level > 0 then level end) over sides
        as root_level
    from marked
    window sides as (partition by document_id, table_id, side)
)

select
    document_id,
    table_id,
    table_kind,
    side,
    row_index,
    row_label,
    side_is_coded as is_coded,
    'total' as part
from rooted
where is_total
qualify row_number() over (partition by document_id, table_id, side order by row_index) = 1
union all
select
    document_id,
    table_id,
    table_kind,
    side,
    row_index,
    row_label,
    side_is_coded as is_coded,
    'root' as part
from rooted
where not is_total and case
    when side_is_coded then is_coded and parent_row_index is null
    -- 政府购买服务: the levels of the directory stand in columns, every line is an item
    when table_kind = 'gov_purchase_service' then row_role in ('item', 'subtotal')
    else row_role in ('item', 'subtotal') and level = root_level
        and table_kind in (
            'basic_expenditure', 'project_expenditure', 'project_expenditure_carryover', 'income_summary',
            'fiscal_appropriation_project_expenditure'
        )
end
