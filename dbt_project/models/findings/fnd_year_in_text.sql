{{ config(materialized='ephemeral') }}
-- 文字所称年度: a sentence that begins with another year, though it tells this year's amount or the change against that
-- very year (2025年“三公”经费预算13.85万元，比2025年减少5.45万元 in the budget of 2026): left from last year.
with told as (
    select
        figures.document_id,
        figures.figure_no,
        figures.page,
        figures.sentence,
        figures.value_printed,
        documents.fiscal_year,
        try_cast(regexp_extract(figures.sentence, '^[^，。；：]{0,30}?(20\d\d)年', 1) as integer) as said_year,
        regexp_extract(figures.sentence, '[比较与](20\d\d)年', 1) as base_year,
        figures.sentence[:figures.char_start] as words_before,
        coalesce(
            figures.value > 0 and abs(figures.value - narrative.amount) <= narrative.tolerance
            and narrative.blocked is null, false
        ) as is_this_years
    from {{ ref('int_check_figures') }} as figures
    inner join {{ ref('int_check_documents') }} as documents using (document_id)
    left join {{ ref('int_check_narrative') }} as narrative using (document_id, figure_id)
    where figures.unit = 'yuan' and documents.fiscal_year is not null
        and not regexp_matches(figures.figure_id, '^(yoy|prior|initial|change)')
),

checks as (
    select
        document_id,
        'text_year:' || case when said_year = fiscal_year then 'own' else said_year || ':' || page end as subject,
        '句首所称年度为 ' || fiscal_year as relation,
        said_year <> fiscal_year and (is_this_years or base_year = cast(said_year as varchar)) as is_wrong,
        cast(null as varchar) as blocked,
        cast(null as varchar) as reason,
        {{ no_numbers() }},
        [page] as pages,
        '第' || page || '页情况说明：“' || left(sentence, 60) || case when length(sentence) > 60 then '…' else '' end
        || '”所称年度为 ' || said_year || '，'
        || case when is_this_years then '所述 ' || value_printed || ' 为本年数' else '又与 ' || base_year || ' 年相比' end
        || '；本文件为 ' || fiscal_year || ' 年度' as message,
        figure_no,
        document_id as table_document_id,
        cast([] as varchar[]) as fact_ids
    from told
    where said_year is not null
        and not regexp_matches(words_before, '[比较]|执行|决算|完成|实际|截至|年末|年底')
        -- 2025年执行数…，2026年预算…
        and (said_year = fiscal_year or not contains(words_before, cast(fiscal_year as varchar)))
    qualify row_number() over (partition by document_id, subject order by is_wrong desc, figure_no asc) = 1
)

{{ judge_figures('year_in_text', 'checks') }}
