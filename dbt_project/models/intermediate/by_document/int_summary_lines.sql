-- The bottom lines of the summary tables (收入总计, 本年支出合计, 上年结转 …), one amount per line and table.
with building as ({{ documents_to_build() }}),

line_facts as (
    select
        facts.*,
        lines.line_id,
        lines.preference,
        case
            when facts.side = 'left' then 'income'
            when facts.side in ('right', 'right2', 'right3') then 'expenditure'
            when starts_with(facts.column_id, 'income') then 'income'
            when starts_with(facts.column_id, 'expenditure') then 'expenditure'
            else lines.side
        end as table_side,
        lines.side as line_side
    from {{ built_rows('int_facts') }} as facts
    inner join building on facts.document_id = building.document_id
    inner join {{ ref('int_tables') }} as tables
        on facts.document_id = tables.document_id and facts.table_id = tables.table_id
    inner join {{ ref('summary_lines') }} as lines on facts.clean_name = lines.printed_name
    where
        tables.row_axis = 'summary'
        and coalesce(facts.basis, 'current') in ('current', 'final')
        and (
            facts.measure in ('income', 'total', 'use')
            or facts.column_id in ('income_amount', 'expenditure_amount', 'expenditure_total')
        )
        and facts.amount_yuan is not null
)

select
    document_id,
    document_revision,
    table_id,
    table_kind,
    line_id,
    subject_name,
    column_id,
    amount_yuan,
    half_unit_yuan,
    fact_id,
    page,
    x0,
    top,
    x1,
    bottom
from line_facts
where table_side = line_side
qualify row_number() over (
    partition by document_id, table_id, line_id
    order by
        preference asc,
        case
            when column_id in ('income_amount', 'expenditure_total') then 0
            when column_id = 'expenditure_amount' then 1
            else 2
        end asc,
        row_index desc,
        column_index asc,
        fact_id asc
) = 1
