{{ config(materialized='ephemeral') }}
-- 政府采购合计 = 货物 + 工程 + 服务, in every amount column of the 政府采购 table.
with lines as (
    select
        facts.*,
        case
            when facts.row_role = 'total' or regexp_matches(facts.name_plain, '^(合计|总计)$') then 'actual'
            when regexp_matches(facts.name_plain, '^([一二三1-3][、.．])?([ABC][-—_]?)?(政府采购)?(货物|工程|服务)(类|类项目|采购)?[ABC]?$') then 'expected'
        end as part
    from {{ ref('int_check_facts') }} as facts
    where facts.table_kind = 'gov_procurement'
),

shaped as (
    -- one line per class and one total: detail lists by unit or item are another matter
    select
        document_id,
        table_id
    from lines
    group by all
    having count(distinct case when part = 'actual' then row_index end) = 1
        and count(distinct case when part = 'expected' then row_index end) between 1 and 3
        and count(distinct case when part = 'expected' then row_index end)
        = count(distinct case when part = 'expected' then name_plain end)
),

terms as (
    select
        lines.document_id,
        'gov_procurement:' || lines.column_id as subject,
        lines.part,
        1 as coefficient,
        lines.fact_id,
        '政府采购合计（' || lines.column_label || '）' as actual_label,
        '货物、工程、服务之和' as expected_label,
        true as omittable,
        cast(null as varchar) as blocked
    from lines
    inner join shaped using (document_id, table_id)
    where lines.part is not null
),

{{ close_relations('procurement_total', 'terms') }}
