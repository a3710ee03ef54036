{{ config(materialized='ephemeral') }}
-- 重复页: a page of the narrative that stands twice in one file.
with pages as (
    select
        document_id,
        page,
        sum(length(text)) as characters,
        md5(string_agg(text, '|' order by paragraph_no)) as digest
    from {{ ref('int_check_paragraphs') }}
    group by all
    having characters >= 200 and count(*) >= 3
),

twins as (
    select
        document_id,
        digest,
        list_sort(list(page)) as pages
    from pages
    group by all
),

checks as (
    select
        document_id,
        'page_twice:' || case when len(pages) > 1 then left(digest, 8) else 'none' end as subject,
        '情况说明没有重复的页' as relation,
        len(pages) > 1 as is_wrong,
        cast(null as varchar) as blocked,
        cast(null as varchar) as reason,
        {{ no_numbers() }},
        pages,
        {{ pages_label('pages') }} || '的文字完全相同，为重复页' as message,
        cast([] as varchar[]) as fact_ids
    from twins
    qualify row_number() over (
        partition by document_id, case when len(pages) > 1 then digest end order by pages
    ) = 1
)

{{ judge_checks('page_twice', 'checks') }}
