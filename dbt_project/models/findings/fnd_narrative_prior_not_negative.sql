{{ config(materialized='ephemeral') }}
-- 上年数不能为负: an amount smaller than the increase it is said to contain.
with changes as (
    select * from {{ ref('int_check_figures') }} where figure_id = 'yoy_change' and unit = 'yuan' and subject is not null
),

amounts as (
    select * from {{ ref('int_check_figures') }} where unit = 'yuan' and figure_id not like 'yoy%'
        and figure_id not like 'prior%' and figure_id not like 'other%' and figure_id not like 'change%'
),

paired as (
    select
        changes.*,
        arg_max(amounts.value, amounts.figure_no) as current_value,
        arg_max(amounts.half_unit, amounts.figure_no) as current_half,
        arg_max(amounts.value_printed, amounts.figure_no) as current_printed
    from changes
    inner join amounts
        on changes.document_id = amounts.document_id
        and changes.sentence = amounts.sentence
        and (changes.subject = amounts.figure_id or changes.subject = amounts.subject)
        and changes.figure_no > amounts.figure_no
        and changes.char_start - amounts.char_end between 0 and 30
        and regexp_matches(
            substr(changes.sentence, amounts.char_end + 1, changes.char_start - amounts.char_end), '[比较与].*增'
        )
    group by all
),

checks as (
    select
        document_id,
        'negative_prior:' || subject || ':' || row_number() over (partition by document_id, subject order by figure_no) as subject,
        '“' || {{ figure_name('subject') }} || '”本年数不小于增加额' as relation,
        current_value >= 0 and value > 0 and current_value - value < -(half_unit + current_half) as is_wrong,
        cast(null as varchar) as blocked,
        cast(null as varchar) as reason,
        value as expected,
        current_value as actual,
        half_unit + current_half as tolerance,
        'yuan' as unit,
        [page] as pages,
        '第' || page || '页情况说明：“' || left(sentence, 80) || case when length(sentence) > 80 then '…' else '' end
        || '”本年 ' || current_printed || '，却比上年增加 ' || value_printed || '，上年数将为负' as message,
        figure_no,
        document_id as table_document_id,
        cast([] as varchar[]) as fact_ids
    from paired
)

{{ judge_figures('narrative_prior_not_negative', 'checks') }}
