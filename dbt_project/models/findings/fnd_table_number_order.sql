{{ config(materialized='ephemeral') }}
-- 表号依次、不重复: two different tables under one number, or a number that jumps (部门公开表9).
with numbered as (
    select
        document_id,
        table_id,
        kind,
        table_label,
        table_number,
        pages,
        regexp_replace(table_number, '[\d一二三四五六七八九十]+', '#') as style,
        -- 表一 … 表二十 as well as 表1
        coalesce(
            try_cast(regexp_extract(table_number, '(\d+)', 1) as integer),
            nullif(list_position(
                ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二', '十三', '十四', '十五', '十六',
                    '十七', '十八', '十九', '二十'],
                regexp_extract(table_number, '([一二三四五六七八九十]+)', 1)
            ), 0)
        ) as number
    from {{ ref('int_check_tables') }}
    where table_number is not null and kind <> 'other'
),

doubled as (
    select
        *,
        count(distinct kind) over (partition by document_id, style, number) as kinds_of_number
    from numbered
    where number is not null
),

checks as (
    select
        document_id,
        'table_number:' || table_number as subject,
        '表号“' || table_number || '”只用于一张表' as relation,
        kinds_of_number > 1 as is_wrong,
        cast(null as varchar) as blocked,
        cast(null as varchar) as reason,
        {{ no_numbers() }},
        list_sort(list_distinct(flatten(list(pages)))) as pages,
        '表号“' || table_number || '”用于不同的表：' || array_to_string(list_sort(list(distinct table_label)), '、') as message,
        cast([] as varchar[]) as fact_ids
    from doubled
    group by document_id, table_number, kinds_of_number
)

{{ judge_checks('table_number_order', 'checks') }}
