{{ config(materialized='ephemeral') }}
-- 目录与各表相符: each table that the contents list is there, and each statement that is there is listed.
with listed as (
    -- lines of the contents: in front of the first table, one after the other, each the name of a table
    select
        document_id,
        page,
        text,
        paragraph_no - row_number() over (partition by document_id order by paragraph_no) as run,
        {{ table_name_key('text') }} as key,
        {{ table_name_key('text', with_brackets=true) }} as full_key
    from (
        select
            *,
            min(page) over (partition by document_id) as first_page
        from {{ ref('int_check_paragraphs') }}
    )
    where length(text) <= 60
        and regexp_matches(text, '^[^，。；：]+表([（(][^（）()]{1,20}[）)])?[.…·\d\s]*$')
        and not regexp_matches(text, '^第.{1,3}部分')
        -- 五、部门预算表 heads them all
        and length({{ table_name_key('text') }}) >= 2
),

contents as (
    select
        document_id,
        run,
        max(page) as last_page
    from listed
    group by document_id, run
    having count(*) >= 5 and count(distinct full_key) = count(*) and max(page) <= min(page) + 1
    qualify row_number() over (partition by document_id order by min(page), run) = 1
),

lines as (
    select
        listed.document_id,
        listed.page,
        listed.text,
        listed.key,
        listed.full_key,
        contents.last_page
    from listed
    inner join contents using (document_id, run)
),

printed as (
    select
        tables.document_id,
        tables.table_id,
        tables.kind,
        tables.title,
        tables.table_label,
        tables.table_number is not null and not contains(tables.kind, 'performance') as is_numbered,
        tables.pages,
        coalesce(kinds.mandated, false) as mandated,
        {{ table_name_key('tables.title') }} as key,
        {{ table_name_key('tables.title', with_brackets=true) }} as full_key
    from {{ ref('int_check_tables') }} as tables
    left join {{ ref('statement_kinds') }} as kinds on tables.kind = kinds.kind
    semi join contents on tables.document_id = contents.document_id and tables.pages[1] > contents.last_page
),

-- names that stand over a page of their own, whether or not a table was read there
headed as (
    select distinct
        paragraphs.document_id,
        {{ table_name_key('paragraphs.text') }} as key
    from {{ ref('int_check_paragraphs') }} as paragraphs
    inner join contents on paragraphs.document_id = contents.document_id and paragraphs.page > contents.last_page
    where length(paragraphs.text) <= 60 and contains(paragraphs.text, '表')
),

equal as (
    select
        lines.document_id,
        lines.full_key as line,
        printed.table_id
    from lines
    inner join printed
        on lines.document_id = printed.document_id
        and (lines.full_key = printed.full_key or lines.key = printed.key)
),

-- what is left on both sides may be one table under two wordings
leftover_lines as (
    select lines.*
    from lines
    anti join equal on lines.document_id = equal.document_id and lines.full_key = equal.line
),

leftover_tables as (
    select printed.*
    from printed
    anti join equal on printed.document_id = equal.document_id and printed.table_id = equal.table_id
),

alike as (
    select
        leftover_lines.document_id,
        leftover_lines.full_key as line,
        leftover_tables.table_id
    from leftover_lines
    inner join leftover_tables using (document_id)
    where contains(leftover_lines.key, leftover_tables.key)
        or contains(leftover_tables.key, leftover_lines.key)
        or jaro_winkler_similarity(leftover_lines.key, leftover_tables.key) > 0.9
),

state as (
    select
        documents.document_id,
        max(contents.last_page) as last_page,
        count(distinct lines.full_key) as line_count,
        count(distinct equal.line) as found_count,
        case
            when any_value(documents.image_page_count) > 0 or any_value(documents.read_status) <> 'ok'
                then '文件有图片页或未读出的页'
        end as unread
    from {{ ref('int_check_documents') }} as documents
    inner join contents using (document_id)
    inner join lines using (document_id)
    left join equal on lines.document_id = equal.document_id and lines.full_key = equal.line
    group by documents.document_id
),

unnamed as (
    select document_id
    from printed
    where title is null or kind = 'other'
    group by document_id
),

unread as (
    select document_id
    from {{ ref('int_check_tables') }}
    where coalesce(distrust_reason, '') not in ('', '未找到金额单位')
    group by document_id
),

checks as (
    select
        lines.document_id,
        'contents:' || lines.full_key as subject,
        '目录所列“' || lines.text || '”见于正文' as relation,
        leftover_lines.full_key is not null and headed.key is null as is_wrong,
        case
            when leftover_lines.full_key is null or headed.key is not null then null
            when alike.line is not null then '正文有名称相近的表'
            -- the tables of a disclosure may be published as another file
            when state.found_count < 0.6 * state.line_count then '目录所列的表多数不在本文件'
            when state.unread is not null then state.unread
            when unnamed.document_id is not null then '文件有未能识别或未见表名的表'
            when unread.document_id is not null then '文件有未读全的表'
        end as blocked,
        cast(null as varchar) as reason,
        {{ no_numbers() }},
        [lines.page] as pages,
        '目录（第' || lines.page || '页）列有“' || lines.text || '”，正文未见此表' as message,
        cast([] as varchar[]) as fact_ids,
        true as mandated
    from lines
    inner join state using (document_id)
    left join leftover_lines on lines.document_id = leftover_lines.document_id and lines.full_key = leftover_lines.full_key
    left join headed on lines.document_id = headed.document_id and lines.key = headed.key
    left join (
        select distinct
            document_id,
            line
        from alike
    ) as alike
        on lines.document_id = alike.document_id and lines.full_key = alike.line
    left join unnamed on lines.document_id = unnamed.document_id
    left join unread on lines.document_id = unread.document_id
    union all
    select
        printed.document_id,
        'not_in_contents:' || printed.kind as subject,
        printed.table_label || '列入目录' as relation,
        leftover_tables.table_id is not null as is_wrong,
        case
            when leftover_tables.table_id is null then null
            when state.found_count < 0.6 * state.line_count then '目录所列的表多数不在本文件'
            when contains_key.document_id is not null then '目录有名称相近的表'
        end as blocked,
        cast(null as varchar) as reason,
        {{ no_numbers() }},
        printed.pages as pages,
        printed.table_label || {{ pages_label('printed.pages') }} || '：目录未列此表' as message,
        cast([] as varchar[]) as fact_ids,
        printed.mandated
    from printed
    inner join state using (document_id)
    left join leftover_tables on printed.document_id = leftover_tables.document_id and printed.table_id = leftover_tables.table_id
    left join (
        select distinct
            document_id,
            table_id
        from alike
    ) as contains_key
        on printed.document_id = contains_key.document_id and printed.table_id = contains_key.table_id
    -- forms and annexes need not be listed
    where (printed.mandated or printed.is_numbered) and printed.title is not null
    qualify row_number() over (partition by printed.document_id, printed.kind order by printed.pages[1], printed.table_id) = 1
)

{{ judge_checks('contents_agree', 'checks', softened="case when not checks.mandated then 'note' end") }}
