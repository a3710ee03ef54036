{{ config(materialized='ephemeral') }}
-- 模板残留: unfilled alternatives, placeholders, blanks before the unit and instructions of the template left in
-- the text (增加（减少）, XX局, 支出万元). The wordings are data: seed rule_leftover_wording.
with wordings as (
    select string_agg(pattern, '|') as pattern from {{ ref('rule_leftover_wording') }}
),

texts as (
    select
        document_id,
        page,
        text
    from {{ ref('int_check_paragraphs') }}
    union
    select
        document_id,
        page,
        sentence
    from {{ ref('int_check_figures') }}
),

marked as (
    select
        texts.document_id,
        texts.page,
        texts.text,
        -- the first look costs little and leaves few texts for the many patterns
        case
            when regexp_matches(texts.text, '[XＸ×○□_＿某请删此]|\*\*|（[减增下上降]|[^\d.]万元[，。；]|[^\d.]%[，。；]')
                then regexp_extract(texts.text, wordings.pattern)
            else ''
        end as leftover
    from texts
    cross join wordings
),

checks as (
    select
        document_id,
        'leftover:' || case when leftover = '' then 'none' else leftover || ':' || page end as subject,
        '情况说明没有模板残留' as relation,
        leftover <> '' as is_wrong,
        cast(null as varchar) as blocked,
        cast(null as varchar) as reason,
        {{ no_numbers() }},
        [page] as pages,
        '第' || page || '页：“' || {{ text_around('text', 'leftover') }} || '”留有未删改的模板用语“' || leftover || '”'
        as message,
        cast([] as varchar[]) as fact_ids
    from marked
    qualify row_number() over (
        partition by document_id, case when leftover = '' then 'none' else leftover || page end order by page, text
    ) = 1
)

{{ judge_checks('template_leftovers', 'checks') }}
