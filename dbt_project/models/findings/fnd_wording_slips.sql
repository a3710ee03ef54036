{{ config(materialized='ephemeral') }}
-- 文字差错: a mark or a word printed twice where it can only be a slip (，，  。。  万万元  万元元  和和), or a whole
-- paragraph of amounts printed twice one after the other.
with marked as (
    select
        document_id,
        page,
        paragraph_no,
        text,
        -- the slip itself, without the letters beside it that tell it from words (目的的确)
        regexp_extract(regexp_extract(
            text,
            '，，|。。|；；|、、|：：|，。|。，|；。|、。|万万元|(?:万|亿|千|\d)元元|%%|[^目]的的[^确]|[^共]和和[^睦气]|增加增加|减少减少'
        ), '和和|的的|元元|.*') as slip,
        length(text) >= 30 and regexp_matches(text, '\d[\d,.]*[万亿千]?元')
        and text = lag(text) over (partition by document_id order by paragraph_no) as is_repeated
    from {{ ref('int_check_paragraphs') }}
    where part in ('narrative', 'glossary')
),

checks as (
    select
        document_id,
        case
            when slip <> '' then 'slip:' || slip || ':' || page
            when is_repeated then 'repeated:' || left(text, 20) || ':' || page
            else 'slip:none'
        end as subject,
        '文字没有重复的标点或词' as relation,
        slip <> '' or coalesce(is_repeated, false) as is_wrong,
        cast(null as varchar) as blocked,
        cast(null as varchar) as reason,
        {{ no_numbers() }},
        [page] as pages,
        '第' || page || '页：“' || case
            when slip = '' then left(text, 60) || case when length(text) > 60 then '…' else '' end || '”与上一段重复'
            else {{ text_around('text', 'slip') }} || '”中“' || slip || '”疑为笔误'
        end as message,
        cast([] as varchar[]) as fact_ids
    from marked
    qualify row_number() over (
        partition by document_id, case
            when slip <> '' then slip || page
            when is_repeated then 'repeated' || left(text, 20) || page
            else 'none'
        end order by page, paragraph_no
    ) = 1
)

{{ judge_checks('wording_slips', 'checks') }}
