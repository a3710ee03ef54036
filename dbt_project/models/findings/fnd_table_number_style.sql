{{ config(materialized='ephemeral') }}
-- 表号用语前后一致: one table numbered 部门公开表9 among 预算公开表1, 2, 3 …: taken over from another file.
with numbered as (
    select
        document_id,
        table_label,
        table_number,
        pages,
        -- the words of the number, whatever their order
        array_to_string(list_sort(list_distinct(string_split(
            regexp_replace(table_number, '[\d一二三四五六七八九十\-—－_（）()\s]', '', 'g'), ''
        ))), '') as words
    from {{ ref('int_check_tables') }}
    where table_number is not null and kind <> 'other'
),

counted as (
    select
        *,
        count(*) over (partition by document_id, words) as of_words,
        count(*) over (partition by document_id) as of_document
    from numbered
),

checks as (
    select
        document_id,
        'number_style:' || table_number as subject,
        '表号“' || table_number || '”的用语与其他表一致' as relation,
        of_words = 1 and of_document >= 6 and max(of_words) over (partition by document_id) >= of_document - 2
        as is_wrong,
        cast(null as varchar) as blocked,
        cast(null as varchar) as reason,
        {{ no_numbers() }},
        pages,
        table_label || {{ pages_label('pages') }} || '：表号用语与本文件其他各表不同' as message,
        cast([] as varchar[]) as fact_ids
    from counted
    qualify row_number() over (partition by document_id, table_number order by table_label, pages) = 1
)

{{ judge_checks('table_number_style', 'checks') }}
