{{ config(materialized='ephemeral') }}
-- 上年数 + 增减额 = 本年数, where the sentence prints all three.
with figures as (
    select * from {{ ref('int_check_figures') }} where unit = 'yuan'
),

priors as (
    select * from figures where figure_id in ('prior_year', 'prior_outturn')
),

triples as (
    select
        priors.document_id,
        priors.subject,
        priors.figure_no,
        priors.page,
        priors.sentence,
        priors.value as prior_value,
        priors.value_printed as prior_printed,
        changes.value as change_value,
        changes.value_printed as change_printed,
        values.value as current_value,
        values.value_printed as current_printed,
        priors.half_unit + changes.half_unit + values.half_unit as tolerance,
        priors.unit_multiplier
    from priors
    inner join figures as changes
        on priors.document_id = changes.document_id and priors.sentence = changes.sentence
        and priors.subject = changes.subject
        and changes.figure_id = case priors.figure_id when 'prior_year' then 'yoy_change' else 'yoy_change_outturn' end
        and priors.figure_no < changes.figure_no
        and changes.char_start - priors.char_end between 0 and 10
    inner join figures as values
        on priors.document_id = values.document_id and priors.sentence = values.sentence
        and priors.subject = values.figure_id
        and priors.figure_no > values.figure_no
        and priors.char_start - values.char_end between 0 and 24
    -- one amount of each kind in the sentence, else it is not clear which belongs to which
    qualify count(*) over (partition by priors.document_id, priors.figure_no) = 1
),

checks as (
    select
        document_id,
        'prior:' || subject || ':' || row_number() over (partition by document_id, subject order by figure_no) as subject,
        '“' || {{ figure_name('subject') }} || '”本年数 = 上年数 + 增减额' as relation,
        abs(prior_value + change_value - current_value) > tolerance as is_wrong,
        cast(null as varchar) as blocked,
        case when prior_value + change_value <> current_value then '差额在四舍五入范围内' end as reason,
        prior_value + change_value as expected,
        current_value as actual,
        tolerance,
        'yuan' as unit,
        [page] as pages,
        '第' || page || '页情况说明：本年 ' || current_printed || '、上年 ' || prior_printed || '、增减 ' || change_printed
        || ' 三数不合，相差 '
        || {{ money_text('abs(prior_value + change_value - current_value)', 'unit_multiplier', '2') }}
        || case unit_multiplier when 10000 then ' 万元' when 1 then ' 元' else '' end as message,
        figure_no,
        document_id as table_document_id,
        cast([] as varchar[]) as fact_ids
    from triples
)

{{ judge_figures('narrative_change_prior', 'checks') }}
