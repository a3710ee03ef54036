-- Every figure of the narrative with its half-unit, and the sentence it stands in.
with printed as (
    select
        *,
        try_cast(replace(replace(value_printed, ',', ''), '，', '') as double) as number_printed
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
        when coalesce(number_printed, 0) = 0 then 10000
        when abs(printed.value / number_printed) > 5e7 then 100000000
        when abs(printed.value / number_printed) > 5e3 then 10000
        when abs(printed.value / number_printed) > 5e2 then 1000
        else 1
    end as unit_multiplier,
    case
        when printed.unit in ('stated_none', 'stated_same', 'count', 'square_metre') or (printed.unit = 'yuan' and printed.value = 0) then 0
        else cast(0.5 * unit_multiplier / power(10, coalesce(printed.decimals_printed, 0)) as decimal(24, 6))
    end as half_unit,
    -- 2.5万元 and 1万元 in one sentence: the 1 has lost its zeros, or is rounded harder; nobody can tell
    cast(half_unit / power(10, max(case when printed.unit = 'yuan' then coalesce(printed.decimals_printed, 0) else 0 end)
        over (partition by printed.document_id, printed.page, printed.sentence)
        - coalesce(printed.decimals_printed, 0)) as decimal(24, 6)) as sentence_half_unit,
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
