-- The amounts of 收支总表 and 财政拨款收支总表 with the place of their row (int_check_summary_rows).
select
    rows.document_id,
    rows.table_id,
    rows.table_kind,
    rows.half,
    rows.row_index,
    rows.row_label,
    rows.bare_name,
    rows.place,
    rows.class_row,
    rows.has_current_total,
    rows.total_on_top,
    facts.fact_id,
    case when rows.half = 'expenditure' and rows.printed_half = 'use' then 'expenditure_amount' else facts.column_id end
    as column_id,
    facts.column_label,
    facts.column_index,
    facts.amount_yuan,
    facts.column_id in ('income_amount', 'expenditure_amount', 'expenditure_total', 'use_amount', 'total')
    as is_total_column,
    bool_or(rows.place = 'unplaced' and facts.amount_yuan <> 0) over (
        partition by rows.document_id, rows.table_id, rows.half
    ) as has_unplaced
from {{ ref('int_check_summary_rows') }} as rows
inner join {{ ref('int_check_facts') }} as facts
    on rows.document_id = facts.document_id
    and rows.table_id = facts.table_id
    and rows.row_index = facts.row_index
    and rows.printed_half = case facts.side
        when 'left' then 'income' when 'right' then 'expenditure' when 'right2' then 'use'
    end
