{{ config(materialized='ephemeral') }}
-- 标题年度: a heading of the narrative that names another year (2023年部门预算情况说明 in the budget of 2024).
with headings as (
    select
        *,
        regexp_extract(
            text, '(20\d\d)年(度)?[^，。；：:]{0,20}?(预算|决算)[^，。；]{0,24}?(情况说明|编制说明|情况|说明|公开|表)$', 1
        ) as heading_year,
        regexp_extract_all(text, '20\d\d') as years
    from {{ ref('int_check_paragraphs') }}
    where length(text) <= 60 and part in ('narrative', 'contents') and not regexp_matches(text, '[，。；]|比|较|上年|以前年度')
),

checks as (
    select
        document_id,
        'heading_year:' || heading_year as subject,
        '标题所称年度为 ' || fiscal_year as relation,
        cast(heading_year as integer) <> fiscal_year as is_wrong,
        cast(null as varchar) as blocked,
        cast(null as varchar) as reason,
        {{ no_numbers() }},
        [page] as pages,
        '第' || page || '页标题“' || text || '”：本文件为 ' || fiscal_year || ' 年度' as message,
        cast([] as varchar[]) as fact_ids
    from headings
    where heading_year <> '' and fiscal_year is not null and len(list_distinct(years)) = 1
    qualify row_number() over (partition by document_id, heading_year order by page, paragraph_no) = 1
)

{{ judge_checks('year_in_heading', 'checks') }}
