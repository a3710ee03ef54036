-- Every percentage of change in the narrative with the amounts it should follow from: the figure it speaks of
-- (as near as possible), and the change or last year's amount in the same sentence.
with percents as (
    select *
    from {{ ref('int_check_figures') }}
    where figure_id in ('yoy_percent', 'yoy_percent_outturn') and unit = 'percent' and subject is not null
    -- one printed percentage may be said of income and of expenditure at once
    qualify row_number() over (partition by document_id, page, sentence, char_start order by figure_no) = 1
),

amounts as (
    select *
    from {{ ref('int_check_figures') }}
    where unit = 'yuan'
),

changes as (
    -- the change or the prior amount before the percentage, in its sentence
    select
        percents.document_id,
        percents.figure_no,
        arg_max(struct_pack(
            no := amounts.figure_no, is_change := amounts.figure_id like 'yoy_change%',
            value := amounts.value, half_unit := amounts.change_half_unit,
            lost_zeros := amounts.sentence_half_unit < amounts.half_unit, printed := amounts.value_printed
        ), amounts.figure_no) as base
    from percents
    inner join amounts
        on percents.document_id = amounts.document_id
        and percents.sentence = amounts.sentence
        and percents.subject = amounts.subject
        and amounts.figure_no < percents.figure_no
        -- 增加1.20万元，增长3.4%: the percentage stands right behind its amount
        and percents.char_start - amounts.char_end between 0 and
            case when amounts.figure_id like 'prior%' then 60 else 16 end
        and amounts.figure_id in (
            case percents.figure_id when 'yoy_percent' then 'yoy_change' else 'yoy_change_outturn' end,
            case percents.figure_id when 'yoy_percent' then 'prior_year' else 'prior_outturn' end
        )
    group by all
),

candidates as (
    select
        percents.document_id,
        percents.figure_no,
        amounts.figure_no as value_no,
        amounts.value,
        amounts.sentence_half_unit as half_unit,
        amounts.sentence_half_unit < amounts.half_unit as lost_zeros,
        amounts.value_printed,
        amounts.figure_no < percents.figure_no
        and (amounts.sentence = percents.sentence
            or amounts.figure_no >= percents.figure_no - 3
            -- the only amount of that name in the whole text
            or (amounts.figure_id = percents.subject and count(distinct amounts.value) over (
                partition by percents.document_id, percents.figure_no
            ) = 1)) as is_near,
        amounts.sentence = percents.sentence and amounts.page = percents.page as is_beside
    from percents
    inner join amounts
        on percents.document_id = amounts.document_id
        and (percents.subject = amounts.figure_id or percents.subject = amounts.subject)
        and amounts.figure_id not like 'yoy%' and amounts.figure_id not like 'prior%'
        and amounts.figure_id not like 'change%' and amounts.figure_id not like 'initial%'
),

worked_out as (
    select
        percents.*,
        candidates.value_no,
        candidates.value as current_value,
        candidates.value_printed as current_printed,
        candidates.is_near,
        candidates.is_beside,
        candidates.lost_zeros or changes.base.lost_zeros as lost_zeros,
        changes.base.no as change_no,
        changes.base.printed as change_printed,
        changes.base.is_change,
        case when changes.base.is_change then changes.base.value else candidates.value - changes.base.value end as change_value,
        case when changes.base.is_change then candidates.value - changes.base.value else changes.base.value end as prior_value,
        case when changes.base.is_change then changes.base.half_unit
            else candidates.half_unit + changes.base.half_unit end as change_half,
        case when changes.base.is_change then candidates.half_unit + changes.base.half_unit
            else changes.base.half_unit end as prior_half
    from percents
    inner join changes using (document_id, figure_no)
    inner join candidates using (document_id, figure_no)
)

select
    *,
    case when prior_value > 2 * prior_half and prior_value <> 0
        then cast(100.0 * cast(change_value as double) / cast(prior_value as double) as decimal(24, 6)) end as percent_due,
    case when prior_value > 2 * prior_half and prior_value <> 0
        then greatest(
            {{ percent_tolerance('decimals', 'change_value', 'change_half', 'prior_value', 'prior_half') }},
            -- a number whose decimals are missing may be rounded: one unit and a half of the percentage
            case when lost_zeros then 1.5 / power(10, decimals) else 0 end
        )
    end as percent_tolerance
from worked_out
qualify row_number() over (
    partition by document_id, figure_no
    -- one that fits, else the last amount of the sentence: that is what the reader compares
    order by
        abs(value - percent_due) > percent_tolerance nulls last, not is_near,
        case when abs(value - percent_due) > percent_tolerance and is_beside then -value_no end nulls last,
        abs(value - percent_due), value_no desc
) = 1
