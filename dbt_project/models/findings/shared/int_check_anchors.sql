-- The bottom lines that tables share. `anchor` names a table kind and what of its bottom line: one row per
-- printed number, or one row without a number where the line or the table is blank (blank counts as 0).
-- Rules between tables compare anchors.
with single_rows as (
    -- A table of one line has no 合计 row: the line is the total.
    select
        document_id,
        table_id,
        any_value(side) as side,
        any_value(row_index) as row_index
    from {{ ref('int_check_rows') }}
    group by all
    having count(*) = 1
),

totals as (
    select
        document_id,
        table_id,
        side,
        row_index
    from {{ ref('int_check_totals') }}
    where part = 'total'
    qualify count(*) over (partition by document_id, table_id) = 1
),

bottom_lines as (
    select
        tables.document_id,
        tables.table_id,
        tables.kind,
        case when coalesce(tables.is_empty, false) then list_append(tables.columns, 'total')
            else tables.columns end as columns,
        case when tables.tables_of_kind > 1 then '同类表格不止一张' else tables.distrust_reason end as blocked,
        coalesce(totals.side, single_rows.side) as side,
        coalesce(totals.row_index, single_rows.row_index) as row_index
    from {{ ref('int_check_tables') }} as tables
    left join totals using (document_id, table_id)
    left join single_rows using (document_id, table_id)
    where tables.kind not like '%income_expenditure_summary'
        and tables.kind not like '%fiscal_appropriation_summary'
        and tables.kind not like '%three_public_expenses'
        and tables.kind <> 'other'
        and (totals.row_index is not null or single_rows.row_index is not null or tables.is_empty)
),

listed as (
    select distinct
        document_id,
        table_id,
        kind || '.' || case
            when columns.column_id = 'basic' and kind like '%basic_by_economic' then 'total'
            else columns.column_id
        end as anchor,
        columns.column_id,
        row_index,
        side,
        blocked
    from bottom_lines
    cross join unnest(bottom_lines.columns) as columns (column_id)
),

list_anchors as (
    select
        listed.document_id,
        listed.anchor,
        listed.table_id,
        facts.fact_id,
        coalesce(facts.amount_yuan, 0) as amount_yuan,
        coalesce(facts.half_unit, 0) as half_unit,
        listed.blocked
    from listed
    left join {{ ref('int_check_facts') }} as facts
        on listed.document_id = facts.document_id
        and listed.table_id = facts.table_id
        and listed.row_index = facts.row_index
        and listed.side = facts.side
        and listed.column_id = facts.column_id
),

summary_lines as (
    select
        facts.*,
        case
            when place = 'grand_total' then half || '_total'
            when place = 'current_total' then half || '_current'
            when place = 'carry_in' and half = 'income' then 'carryover_in'
            -- 支出用途: 一、基本支出 二、项目支出
            when place = 'class' and half = 'use' and bare_name = '基本支出' then 'use_basic'
            when place = 'class' and half = 'use' and bare_name = '项目支出' then 'use_project'
            when place in ('class', 'part', 'flow_part') and half = 'income' then
                case place when 'flow_part' then 'carryover_' else 'income_' end || case
                    when contains(bare_name, '一般公共预算') then 'general_public'
                    when contains(bare_name, '政府性基金') then 'gov_fund'
                    when contains(bare_name, '国有资本') then 'state_capital'
                end
        end || case when is_total_column then '' else ':' || column_id end as line
    from {{ ref('int_check_summary_facts') }} as facts
)

select *
from list_anchors
union all by name
select
    lines.document_id,
    tables.kind || '.' || lines.line as anchor,
    lines.table_id,
    lines.fact_id,
    lines.amount_yuan,
    facts.half_unit,
    case
        when tables.tables_of_kind > 1 then '同类表格不止一张'
        when lines.has_unplaced then '合计行之后有未能识别的行'
        else tables.distrust_reason
    end as blocked
from summary_lines as lines
inner join {{ ref('int_check_tables') }} as tables using (document_id, table_id)
inner join {{ ref('int_check_facts') }} as facts using (document_id, fact_id)
where lines.line is not null
union all by name
-- lines of the summaries that are blank: nothing is appropriated from that kind of budget
select
    blanks.document_id,
    blanks.kind || '.' || blanks.line as anchor,
    blanks.table_id,
    cast(null as varchar) as fact_id,
    0 as amount_yuan,
    0 as half_unit,
    blanks.blocked
from (
    select
        tables.document_id,
        tables.table_id,
        tables.kind,
        lines.line,
        case when tables.tables_of_kind > 1 then '同类表格不止一张' else tables.distrust_reason end as blocked
    from {{ ref('int_check_tables') }} as tables
    cross join unnest([
        'income_general_public', 'income_gov_fund', 'income_state_capital', 'carryover_general_public',
        'carryover_gov_fund', 'carryover_state_capital', 'expenditure_total:general_public',
        'expenditure_total:gov_fund', 'expenditure_total:state_capital'
    ]) as lines (line)
    where tables.kind like '%fiscal_appropriation_summary' and not coalesce(tables.is_empty, false)
        and (lines.line not like 'expenditure%' or list_contains(tables.columns, split_part(lines.line, ':', 2)))
) as blanks
anti join (
    select
        document_id,
        table_id,
        line
    from summary_lines
    where line is not null
) as printed
    on blanks.document_id = printed.document_id
    and blanks.table_id = printed.table_id
    and blanks.line = printed.line
union all by name
-- “三公”经费 by item: this year's budget, or the final figures
select
    items.document_id,
    'three_public.' || items.item as anchor,
    items.table_id,
    items.fact_id,
    facts.amount_yuan,
    facts.half_unit,
    case
        when tables.tables_of_kind > 1 then '同类表格不止一张'
        when len(list_distinct(items.columns)) < len(items.columns) then '同名栏目出现多次'
        else facts.distrust_reason
    end as blocked
from {{ ref('int_check_three_public') }} as items
inner join {{ ref('int_check_facts') }} as facts using (document_id, fact_id)
inner join {{ ref('int_check_tables') }} as tables on items.document_id = tables.document_id
    and items.table_id = tables.table_id
where items.variant in ('current', 'final') and items.is_bottom_line
union all by name
select
    blanks.document_id,
    'three_public.' || blanks.item as anchor,
    blanks.table_id,
    cast(null as varchar) as fact_id,
    0 as amount_yuan,
    0 as half_unit,
    blanks.blocked
from (
    select
        tables.document_id,
        tables.table_id,
        replace(columns.column_id, '_final', '') as item,
        max(case
            when tables.tables_of_kind > 1 then '同类表格不止一张'
            when len(list_distinct(tables.columns)) < len(tables.columns) then '同名栏目出现多次'
            else tables.distrust_reason
        end) as blocked
    from {{ ref('int_check_tables') }} as tables
    cross join unnest(tables.columns) as columns (column_id)
    where tables.kind in ('three_public_expenses', 'final_three_public_expenses')
        and (tables.is_empty or (tables.document_id, tables.table_id) in (
            select (document_id, table_id) from {{ ref('int_check_three_public') }} where is_bottom_line
        ))
        and replace(columns.column_id, '_final', '') in (
            'abroad', 'reception', 'vehicle_total', 'vehicle_purchase', 'vehicle_operation', 'three_public_total'
        )
    group by all
) as blanks
anti join (
    select
        document_id,
        table_id,
        item
    from {{ ref('int_check_three_public') }}
    where variant in ('current', 'final') and is_bottom_line
) as printed
    on blanks.document_id = printed.document_id
    and blanks.table_id = printed.table_id
    and blanks.item = printed.item
union all by name
-- 政府采购 by class, where the table has one line each
select
    lines.document_id,
    'procurement.' || case
        when contains(lines.name_plain, '货物') then 'goods'
        when contains(lines.name_plain, '工程') then 'works'
        else 'services'
    end as anchor,
    lines.table_id,
    lines.fact_id,
    lines.amount_yuan,
    lines.half_unit,
    lines.distrust_reason as blocked
from {{ ref('int_check_facts') }} as lines
where lines.table_kind = 'gov_procurement' and lines.column_id = 'total'
    and regexp_matches(lines.name_plain, '^([ABC][-—_])?(政府采购)?(货物|工程|服务)(类|类项目|采购)?$')
qualify count(*) over (partition by lines.document_id, lines.name_plain) = 1
union all by name
-- 人员经费合计 | 公用经费合计 under the two halves of the economic table of final accounts
select
    totals.document_id,
    totals.table_kind || '.' || case when contains(totals.row_label, '人员') then 'personnel' else 'public_use' end as anchor,
    totals.table_id,
    facts.fact_id,
    facts.amount_yuan,
    facts.half_unit,
    case when tables.tables_of_kind > 1 then '同类表格不止一张' else facts.distrust_reason end as blocked
from {{ ref('int_check_totals') }} as totals
inner join {{ ref('int_check_tables') }} as tables using (document_id, table_id)
inner join {{ ref('int_check_facts') }} as facts
    on totals.document_id = facts.document_id and totals.table_id = facts.table_id
    and totals.side = facts.side and totals.row_index = facts.row_index and facts.column_id = 'total'
where totals.part = 'total' and totals.table_kind like '%basic_by_economic'
    and regexp_matches(totals.row_label, '(人员|公用)经费合计')
