-- The rows of 收支总表 and 财政拨款收支总表 (budget and final), each side apart: what each row is in the
-- arithmetic of its side. Ordinals (一、（一）1、) give the depth; labels tell totals and carry-overs.
with all_halves as (
    select
        document_id,
        table_id,
        table_kind,
        case side when 'left' then 'income' when 'right' then 'expenditure' else 'use' end as half,
        row_index,
        row_label,
        name_plain,
        regexp_replace(name_plain, '^\d+\(', '(') as name,
        level
    from {{ ref('int_check_rows') }}
    where table_kind in (
        'income_expenditure_summary', 'fiscal_appropriation_summary',
        'final_income_expenditure_summary', 'final_fiscal_appropriation_summary'
    ) and side in ('left', 'right', 'right2')
),

labelled as (
    select
        *,
        half as printed_half
    from all_halves
    union all
    -- 支出合计 printed once under two columns (功能分类 | 支出用途) is the total of both
    select
        all_halves.* replace ('expenditure' as half),
        'use' as printed_half
    from all_halves
    anti join (
        select
            document_id,
            table_id
        from all_halves
        where half = 'expenditure' and regexp_matches(name, '(合计|总计|小计)$')
    ) as own
        on all_halves.document_id = own.document_id and all_halves.table_id = own.table_id
    where half = 'use' and regexp_matches(name, '(合计|总计|小计)$')
),

ranked as (
    select
        *,
        regexp_replace(name, '^([一二三四五六七八九十]+[、.．]|\([一二三四五六七八九十]+\)、?|\d+[、.．])', '') as bare_name,
        case
            when regexp_matches(name, '^其中') then 9
            when regexp_matches(name, '^[一二三四五六七八九十]+[、.．]') then 1
            when regexp_matches(name, '^\([一二三四五六七八九十]+\)') then 2
            when regexp_matches(name, '^\d+[、.．]') then 3
            else 4
        end as depth
    from labelled
),

roles as (
    select
        *,
        case
            when regexp_matches(bare_name, '^(收入|支出)?(总计|合计)$') then 'grand_total'
            when regexp_matches(bare_name, '^(本年|当年)(财政拨款)?(收入|支出)?(合计|小计)?$') then 'current_total'
            when regexp_matches(bare_name, '^(上年|年初)(财政拨款)?(结转|结余)') then 'carry_in'
            when regexp_matches(bare_name, '^(年终|年末)(财政拨款)?(结转|结余)')
                or regexp_matches(bare_name, '^(结转|结余)+(到|至)?下(一)?年') then 'carry_out'
            when regexp_matches(bare_name, '^结余分配|^收支结余') then 'distribution'
            when regexp_matches(bare_name, '^(用|使用|动用)') or contains(bare_name, '弥补') then 'other_source'
            else 'item'
        end as role
    from ranked
),

marks as (
    select
        *,
        min(case when role = 'current_total' then row_index end) over half_rows as current_row,
        min(case when role = 'grand_total' then row_index end) over half_rows as grand_row,
        min(case when role in ('carry_in', 'carry_out', 'distribution', 'other_source') then row_index end)
            over half_rows as first_flow_row,
        min(row_index) over half_rows as first_row,
        min(depth) over half_rows as top_depth
    from roles
    window half_rows as (partition by document_id, table_id, half)
),

placed as (
    select
        *,
        current_row is not null and current_row = first_row as total_on_top,
        case
            when role <> 'item' then role
            when depth = 9 then 'memo'
            -- behind the first carry-over stand its parts
            when first_flow_row is not null and row_index > first_flow_row
                and (current_row is null or first_flow_row > current_row) then 'flow_part'
            when current_row is not null and current_row <> first_row and row_index > current_row then 'unplaced'
            when grand_row is not null and grand_row <> first_row and row_index > grand_row then 'unplaced'
            else 'class'
        end as place
    from marks
),

classes as (
    select
        *,
        min(case when place = 'class' then depth end) over (partition by document_id, table_id, half) as class_depth
    from placed
),

parents as (
    select
        *,
        last_value(case when place = 'class' and depth = class_depth then row_index end ignore nulls) over (
            partition by document_id, table_id, half order by row_index
            rows between unbounded preceding and current row
        ) as class_row,
        min(case when place = 'class' and depth = class_depth then coalesce(level, 0) end)
            over (partition by document_id, table_id, half) as class_level
    from classes
)

select
    document_id,
    table_id,
    table_kind,
    half,
    printed_half,
    row_index,
    row_label,
    bare_name,
    depth,
    level,
    total_on_top,
    current_row is not null as has_current_total,
    case
        when place = 'class' and depth > class_depth then 'part'
        when place = 'class' and depth = 4 and coalesce(level, 0) > class_level then 'part'
        else place
    end as place,
    class_row
from parents
