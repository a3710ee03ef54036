{{ config(materialized='ephemeral') }}
-- 表名中的年度与公开年度一致。
with titled as (
    select
        tables.*,
        documents.fiscal_year,
        documents.doc_kind,
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
        case
            when title_year = fiscal_year then null
            -- the document's own year may have been taken from the wrong place
            when count(*) filter (where title_year = fiscal_year) over (partition by document_id)
                < count(*) filter (where title_year <> fiscal_year) over (partition by document_id)
                then '多数表名的年度与文件年度不同，文件年度可能识别有误'
            when regexp_matches(title, '结转|结余|上年|执行|决算') and doc_kind = 'budget' then '表名所指可能不是本年预算'
        end as blocked,
        cast(null as varchar) as reason,
        {{ no_numbers() }},
        pages,
        table_label || {{ pages_label('pages') }} || '：表名年度为 ' || title_year || '，本文件为 ' || fiscal_year || ' 年度' as message,
        cast([] as varchar[]) as fact_ids
    from titled
    where title_year is not null and fiscal_year is not null
    qualify row_number() over (partition by document_id, kind, title_year order by table_id) = 1
)

{{ judge_checks('year_in_title', 'checks') }}
