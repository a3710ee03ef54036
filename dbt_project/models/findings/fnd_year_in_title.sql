{{ config(materialized='ephemeral') }}
-- 表名中的年度与公开年度一致。
with titled as (
    select
        tables.*,
        documents.fiscal_year,
        try_cast(regexp_extract(tables.title, '(20\d\d)\s*年', 1) as integer) as title_year
    from {{ ref('int_check_tables') }} as tables
    inner join {{ ref('int_check_documents') }} as documents using (document_id)
),

checks as (
    select
        document_id,
        'title_year:' || kind || ':' || title_year as subject,
        table_label || '的年度为 ' || fiscal_year as relation,
        title_year <> fiscal_year as is_wrong,
        cast(null as varchar) as blocked,
        cast(null as varchar) as reason,
        {{ no_numbers() }},
        pages,
        table_label || {{ pages_label('pages') }} || '：表名年度为 ' || title_year || '，本文件为 ' || fiscal_year || ' 年度' as message,
        cast([] as varchar[]) as fact_ids
    from titled
    where title_year is not null and fiscal_year is not null
    qualify row_number() over (partition by document_id, kind, title_year order by table_id) = 1
),

{{ judge_checks('year_in_title', 'checks') }}
