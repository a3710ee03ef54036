-- “三公”经费 tables in one shape, whatever the template prints across or down: one row per line, item and
-- variant (this year, budget, final, last year; by kind of budget). The bottom line is the document's.
with across as (
    select
        facts.document_id,
        facts.table_id,
        columns.basis || coalesce(':' || columns.budget_scope, '') as variant,
        columns.three_public_item as item,
        facts.row_index,
        facts.fact_id,
        facts.row_role
    from {{ ref('int_check_facts') }} as facts
    inner join {{ ref('columns') }} as columns using (column_id)
    where facts.table_kind in ('three_public_expenses', 'final_three_public_expenses')
        and columns.three_public_item is not null
),

one_line as (
    -- the only line, or the 合计 line above the lines of the units
    select
        document_id,
        table_id,
        coalesce(min(case when row_role = 'total' then row_index end), min(row_index)) as row_index
    from across
    group by all
    having count(distinct row_index) = 1
        or count(distinct case when row_role = 'total' then row_index end) = 1
),

lines_down as (
    select
        facts.*,
        case
            when facts.row_role = 'total' and facts.name_plain in ('合计', '总计') then 'total'
            else lines.three_public_item
        end as item
    from {{ ref('int_check_facts') }} as facts
    left join {{ ref('three_public_lines') }} as lines
        on regexp_replace({{ clean_name('facts.subject_name') }}, '^[①-⑳⑴-⒇]|^其中[:：]', '') = lines.printed_name
    where facts.table_kind in ('three_public_expenses', 'final_three_public_expenses')
        and facts.column_id in ('total', 'general_public', 'gov_fund', 'state_capital')
),

is_down as (
    select
        document_id,
        table_id
    from lines_down
    group by all
    having count(distinct item) >= 3 or (count(distinct item) >= 2 and bool_and(item is not null))
),

down as (
    select
        lines_down.document_id,
        lines_down.table_id,
        case when column_id = 'total' then 'current' else 'current:' || column_id end as variant,
        -- 合计 of a list that holds other expenses as well is not that of 三公
        case
            when item = 'total' and not bool_or(
                item is null or item in ('three_public_total', 'meeting', 'training', 'agency_operating')
            ) over (partition by lines_down.document_id, lines_down.table_id) then 'three_public_total'
            else item
        end as item,
        row_index,
        fact_id
    from lines_down
    inner join is_down using (document_id, table_id)
),

both_shapes as (
    select
        across.document_id,
        across.table_id,
        across.variant,
        across.item,
        across.fact_id,
        across.row_index as line,
        false as is_down,
        one_line.row_index is not null as is_bottom_line
    from across
    left join one_line using (document_id, table_id, row_index)
    anti join is_down using (document_id, table_id)
    union all
    select
        down.document_id,
        down.table_id,
        down.variant,
        down.item,
        down.fact_id,
        0 as line,
        true as is_down,
        true as is_bottom_line
    from down
    where down.item is not null
)

select
    both_shapes.document_id,
    both_shapes.table_id,
    tables.kind as table_kind,
    both_shapes.variant,
    -- 合计 is the total of 三公 where the table holds nothing else
    case
        when both_shapes.item = 'total'
            and not coalesce(list_has_any(tables.columns, ['three_public_total', 'meeting', 'training']), false)
            then 'three_public_total'
        else both_shapes.item
    end as item,
    both_shapes.fact_id,
    both_shapes.line,
    both_shapes.is_bottom_line,
    -- what the columns of a list are called says nothing of its lines
    both_shapes.is_down,
    tables.columns
from both_shapes
inner join {{ ref('int_check_tables') }} as tables using (document_id, table_id)
qualify count(*) over (
    partition by both_shapes.document_id, both_shapes.table_id, both_shapes.line, both_shapes.variant, both_shapes.item
) = 1
