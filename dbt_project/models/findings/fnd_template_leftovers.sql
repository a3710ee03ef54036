{{ config(materialized='ephemeral') }}
-- 模板残留: unfilled alternatives and placeholders left in the narrative (增加（减少）, XX局).
with marked as (
    select
        document_id,
        page,
        sentence,
        regexp_extract(
            sentence, '(增加（减少）|减少（增加）|增长（减少）|增长（下降）|下降（增长）|增加（下降）|X{2,}|×{2,}|某(局|委|办|单位|部门)|□{2,})', 1
        ) as leftover,
        min(figure_no) as figure_no
    from {{ ref('int_check_figures') }}
    group by all
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
        '第' || page || '页情况说明：“' || left(sentence, 60) || case when length(sentence) > 60 then '…' else '' end
        || '”留有未删改的模板用语“' || leftover || '”' as message,
        figure_no,
        document_id as table_document_id,
        cast([] as varchar[]) as fact_ids
    from marked
    qualify row_number() over (partition by document_id, case when leftover = '' then 'none' else leftover || page end order by figure_no) = 1
),

{{ judge_figures('template_leftovers', 'checks') }}
