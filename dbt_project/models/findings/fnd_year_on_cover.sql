{{ config(materialized='ephemeral') }}
-- 封面年度: the first page names another year than the tables' titles and the sentences of the same file do.
with covers as (
    select
        document_id,
        page,
        text,
        try_cast(regexp_extract(text, '(20\d\d)年(?:度)?', 1) as integer) as cover_year
    from {{ ref('int_check_paragraphs') }}
    where page = 1 and length(text) <= 60 and part = 'narrative'
        and regexp_matches(text, '20\d\d年(度)?.*(预算|决算)')
        and len(list_distinct(regexp_extract_all(text, '20\d\d'))) = 1
        and not regexp_matches(text, '[，。；]|比|较|上年')
    qualify row_number() over (partition by document_id order by paragraph_no) = 1
),

said as (
    select
        document_id,
        try_cast(regexp_extract(title, '(20\d\d)\s*年', 1) as integer) as year
    from {{ ref('int_check_tables') }}
    where not regexp_matches(title, '结转|结余|上年|执行')
    union all
    select
        document_id,
        try_cast(regexp_extract(sentence, '^[^，。；：比较]{0,30}?(20\d\d)年', 1) as integer) as year
    from (
        select distinct
            document_id,
            sentence
        from {{ ref('int_check_figures') }}
        where unit = 'yuan' and not regexp_matches(sentence, '执行数|决算数|截至|年末|年底')
    ) as sentences
    union all
    select
        document_id,
        try_cast(regexp_extract(text, '(20\d\d)年', 1) as integer) as year
    from {{ ref('int_check_paragraphs') }}
    where page > 1 and length(text) <= 40 and part = 'narrative'
        and regexp_matches(text, '20\d\d年(度)?[^，。；]*(预算|决算)[^，。；]*(情况|说明|表)$')
),

bodies as (
    select
        document_id,
        year as body_year,
        count(*) as times,
        sum(count(*)) over (partition by document_id) as all_times
    from said
    where year is not null
    group by document_id, year
    qualify row_number() over (partition by document_id order by count(*) desc, year desc) = 1
),

checks as (
    select
        covers.document_id,
        'cover_year' as subject,
        '首页所称年度与正文一致' as relation,
        covers.cover_year <> bodies.body_year as is_wrong,
        case
            when covers.cover_year <> bodies.body_year and 3 * bodies.times < 2 * bodies.all_times then '正文所称年度不一'
        end as blocked,
        cast(null as varchar) as reason,
        {{ no_numbers() }},
        [covers.page] as pages,
        '首页“' || left(covers.text, 40) || '”所称年度为 ' || covers.cover_year || '，正文各标题、表名和说明为 '
        || bodies.body_year || ' 年度' as message,
        cast([] as varchar[]) as fact_ids
    from covers
    inner join bodies using (document_id)
    where covers.cover_year is not null and bodies.times >= 3
)

{{ judge_checks('year_on_cover', 'checks') }}
