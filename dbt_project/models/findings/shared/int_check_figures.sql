-- Every figure of the narrative with its half-unit, and the sentence it stands in.
with printed as (
    select
        *,
        try_cast(replace(replace(value_printed, ',', ''), '，', '') as double) as number_printed,
        case
            when unit <> 'yuan' or coalesce(number_printed, 0) = 0 then null
            when abs(value / number_printed) > 5e7 then 100000000
            when abs(value / number_printed) > 5e3 then 10000
            when abs(value / number_printed) > 5e2 then 1000
            else 1
        end as printed_multiplier
    from {{ checked_rows('stg_figures') }} as figures
)

select
    printed.document_id,
    documents.disclosure_id,
    printed.figure_no,
    printed.figure_id,
    printed.subject,
    printed.value_printed,
    printed.value,
    printed.unit,
    coalesce(printed.decimals_printed, 0) as decimals,
    case
        when printed.unit <> 'yuan' then 1
        -- 0 is of the unit that its sentence speaks in
        when coalesce(number_printed, 0) = 0 then coalesce(max(printed_multiplier) over (
            partition by printed.document_id, printed.page, printed.sentence
        ), max(printed_multiplier) over (partition by printed.document_id), 10000)
        else printed_multiplier
    end as unit_multiplier,
    case
        when printed.unit in ('stated_none', 'stated_same', 'count', 'square_metre') then 0
        -- 0 is nothing, exactly; but where a text prints no decimals anywhere it may be a rounded 0.3
        when printed.unit = 'yuan' and printed.value = 0 and coalesce(printed.decimals_printed, 0) = 0 and (
            unit_multiplier = 1 or max(case when printed.unit = 'yuan' then coalesce(printed.decimals_printed, 0) end)
                over (partition by printed.document_id) > 0
        ) then 0
        else cast(0.5 * unit_multiplier / power(10, coalesce(printed.decimals_printed, 0)) as decimal(24, 6))
    end as half_unit,
    -- 2.5万元 and 1万元 in one sentence: the 1 has lost its zeros, or is rounded harder; nobody can tell
    cast(half_unit / power(10, max(case when printed.unit = 'yuan' then coalesce(printed.decimals_printed, 0) else 0 end)
        over (partition by printed.document_id, printed.page, printed.sentence)
        - coalesce(printed.decimals_printed, 0)) as decimal(24, 6)) as sentence_half_unit,
    -- 减少0万元，下降5.26%: a change that is rounded to nothing
    case
        when printed.unit = 'yuan' and printed.value = 0 then cast(0.5 * unit_multiplier / power(10, max(
            case when printed.unit = 'yuan' then coalesce(printed.decimals_printed, 0) else 0 end
        ) over (partition by printed.document_id, printed.page, printed.sentence)) as decimal(24, 6))
        else sentence_half_unit
    end as change_half_unit,
    printed.sentence,
    printed.page,
    printed.char_start,
    printed.char_end,
    printed.box_page,
    printed.x0,
    printed.top,
    printed.x1,
    printed.bottom
from printed
inner join {{ ref('int_check_documents') }} as documents using (document_id)
