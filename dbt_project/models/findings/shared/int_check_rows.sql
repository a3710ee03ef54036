-- Every row that prints an amount, with the row above it in the tree: by subject codes where the table has them
-- (类 < 款 < 项), by the reader's levels where it lists units, projects or services.
with printed_rows as (
    select
        document_id,
        table_id,
        table_kind,
        side,
        row_index,
        arg_min(row_role, column_index) as row_role,
        arg_min(level, column_index) as level,
        arg_min(full_code, column_index) as subject_code,
        arg_min(row_label, column_index) as row_label,
        arg_min(name_plain, column_index) as name_plain,
        arg_min(name_path, column_index) as name_path,
        arg_min(unit_name, column_index) as unit_name,
        sum(amount_yuan) as row_amount,
        min(page) as page
    from {{ ref('int_check_facts') }}
    group by document_id, table_id, table_kind, side, row_index
),

coded as (
    select
        *,
        -- codes of units have six digits or start with 0: they are no subjects
        coalesce(regexp_matches(subject_code, '^[1-5]\d{2}(\d{2}){0,3}$'), false)
        and not coalesce(bool_or(length(subject_code) = 6 or starts_with(subject_code, '0')) over sides, false)
        as is_coded,
        subject_code[:-3] as parent_code,
        subject_code[:-5] as grandparent_code,
        -- a functional 项 printed with the code of its 款: the same code and amounts once more in the next line
        length(subject_code) = 5 and subject_code < '3'
        and coalesce(lag(subject_code) over lines = subject_code and lag(row_amount) over lines = row_amount, false)
        as repeats_line_above,
        max(case when level = 1 then row_index end) over above as last_level_1,
        max(case when level = 2 then row_index end) over above as last_level_2,
        max(case when level = 3 then row_index end) over above as last_level_3
    from printed_rows
    window
        sides as (partition by document_id, table_id, side),
        lines as (partition by document_id, table_id, side order by row_index),
        above as (partition by document_id, table_id, side order by row_index
            rows between unbounded preceding and 1 preceding)
),

shaped as (
    select
        *,
        bool_or(is_coded) over sides as side_is_coded,
        min(case when row_role in ('item', 'subtotal') and level > 0 then level end) over sides as top_level
    from coded
    window sides as (partition by document_id, table_id, side)
)

select
    rows.document_id,
    rows.table_id,
    rows.table_kind,
    rows.side,
    rows.row_index,
    rows.row_role,
    rows.level,
    rows.subject_code,
    rows.is_coded,
    rows.side_is_coded,
    rows.row_label,
    rows.name_plain,
    rows.name_path,
    rows.unit_name,
    rows.page,
    case
        when rows.is_coded and rows.repeats_line_above
            and coalesce(parents.row_index, grandparents.row_index) is not null then rows.row_index - 1
        when rows.is_coded then coalesce(parents.row_index, grandparents.row_index)
        when not rows.side_is_coded and rows.row_role in ('item', 'subtotal')
            and rows.table_kind in (
                'basic_expenditure', 'project_expenditure', 'project_expenditure_carryover', 'income_summary',
                'fiscal_appropriation_project_expenditure'
            )
            then case rows.level
                when 2 then rows.last_level_1
                when 3 then greatest(rows.last_level_1, rows.last_level_2)
                when 4 then greatest(rows.last_level_1, rows.last_level_2, rows.last_level_3)
            end
    end as parent_row_index,
    rows.is_coded and rows.repeats_line_above as repeats_line_above,
    rows.top_level,
    -- a line of a coded table whose code the reader could not make out: sums over the table are in doubt
    rows.side_is_coded and not rows.is_coded and rows.row_role in ('item', 'subtotal')
    and regexp_matches(rows.row_label, '^\d|\d{3,}') as is_odd
from shaped as rows
asof left join (select * from shaped where is_coded) as parents
    on rows.document_id = parents.document_id
    and rows.table_id = parents.table_id
    and rows.side = parents.side
    and rows.parent_code = parents.subject_code
    and rows.row_index > parents.row_index
asof left join (select * from shaped where is_coded) as grandparents
    on rows.document_id = grandparents.document_id
    and rows.table_id = grandparents.table_id
    and rows.side = grandparents.side
    and rows.grandparent_code = grandparents.subject_code
    and rows.row_index > grandparents.row_index
