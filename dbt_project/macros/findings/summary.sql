{# 各类之和: 本年合计 (or 总计 where no 本年合计 stands) = the sum of the 一、二、三… rows of one half. #}
{% macro summary_class_terms(kinds, half) %}
halves as (
    select *
    from {{ ref('int_check_summary_facts') }}
    where half = '{{ half }}' and table_kind in ({{ "'" ~ kinds | join("', '") ~ "'" }})
),

checkable as (
    select
        document_id, table_id, column_id,
        max(case when has_current_total then 'current_total' else 'grand_total' end) as total_place,
        bool_or(place = 'class') as has_classes,
        bool_or(place = case when has_current_total then 'current_total' else 'grand_total' end) as has_total
    from halves
    group by all
    having has_classes and has_total
),

terms as (
    select
        halves.document_id,
        halves.table_kind || ':{{ half }}:' || halves.column_id as subject,
        case when halves.place = checkable.total_place then 'actual' else 'expected' end as part,
        1 as coefficient,
        halves.fact_id,
        max(case when halves.place = checkable.total_place then halves.row_label || '（' || halves.column_label || '）' end)
            over relation as actual_label,
        case when max(halves.place in ('carry_in', 'other_source', 'carry_out', 'distribution')) over relation
            and checkable.total_place = 'grand_total' then '各类及结转之和' else '各类之和' end as expected_label,
        true as omittable,
        case when halves.has_unplaced then '合计行之后有未能识别的行' end as blocked,
        true as may_nest
    from halves
    inner join checkable using (document_id, table_id, column_id)
    where halves.place in ('class', checkable.total_place)
        or (checkable.total_place = 'grand_total'
            and halves.place in ('carry_in', 'other_source', 'carry_out', 'distribution'))
    window relation as (partition by halves.document_id, halves.table_id, halves.column_id)
),
{% endmacro %}

{# 总计 = 本年合计 + 上年结转 + 使用以前年度资金 (income) or + 结余分配 + 结转下年 (expenditure). #}
{% macro summary_grand_terms(kinds) %}
halves as (
    select *
    from {{ ref('int_check_summary_facts') }}
    where half in ('income', 'expenditure') and has_current_total
        and table_kind in ({{ "'" ~ kinds | join("', '") ~ "'" }})
),

checkable as (
    select document_id, table_id, half, column_id
    from halves
    group by all
    having bool_or(place = 'grand_total') and bool_or(place = 'current_total')
),

terms as (
    select
        halves.document_id,
        halves.table_kind || ':' || halves.half || ':' || halves.column_id as subject,
        case when halves.place = 'grand_total' then 'actual' else 'expected' end as part,
        1 as coefficient,
        halves.fact_id,
        max(case when halves.place = 'grand_total' then halves.row_label || '（' || halves.column_label || '）' end)
            over relation as actual_label,
        case halves.half when 'income' then '本年收入合计加结转等' else '本年支出合计加结转等' end as expected_label,
        false as omittable,
        case when halves.has_unplaced then '合计行之后有未能识别的行' end as blocked
    from halves
    inner join checkable using (document_id, table_id, half, column_id)
    where halves.place in ('grand_total', 'current_total', 'carry_in', 'other_source', 'carry_out', 'distribution')
    window relation as (partition by halves.document_id, halves.table_id, halves.half, halves.column_id)
),
{% endmacro %}

{# 收入总计 = 支出总计. #}
{% macro summary_balance_terms(kinds) %}
totals as (
    select
        *,
        row_number() over (partition by document_id, table_id, half order by column_index, row_index, fact_id) as column_rank
    from {{ ref('int_check_summary_facts') }}
    where place = 'grand_total' and is_total_column and half in ('income', 'expenditure')
        and table_kind in ({{ "'" ~ kinds | join("', '") ~ "'" }})
),

terms as (
    select
        document_id,
        table_kind || ':balance' as subject,
        case half when 'income' then 'actual' else 'expected' end as part,
        1 as coefficient,
        fact_id,
        '收入总计' as actual_label,
        '支出总计' as expected_label,
        false as omittable,
        cast(null as varchar) as blocked
    from totals
    where column_rank = 1
    qualify count(*) over (partition by document_id, table_id) = 2
),
{% endmacro %}
