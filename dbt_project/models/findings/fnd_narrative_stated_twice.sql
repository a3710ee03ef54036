{{ config(materialized='ephemeral') }}
-- 同一指标前后两处所述一致: nearly the same amount, yet not the same (12323.46 and 12323.48), or one digit apart. Where the tables
-- print the one and never the other, the other is wrong; where they print both, the two are different things.
with stated as (
    select *
    from {{ ref('int_check_figures') }}
    where unit = 'yuan' and value > 0 and (
        figure_id in (
            'total_income', 'total_expenditure', 'basic_expenditure', 'project_expenditure', 'procurement_total',
            'operating_cost', 'three_public_total', 'general_public_basic_expenditure',
            'fiscal_appropriation_basic_expenditure', 'general_public_budget_expenditure', 'general_public_income',
            'business_income', 'other_income', 'current_year_income', 'current_year_expenditure', 'carryover_in',
            'fiscal_appropriation_total', 'fiscal_appropriation_expenditure', 'fiscal_appropriation_income'
        ) or figure_id like '%expenditure_by_subject'
    )
),

paired as (
    select
        firsts.document_id,
        firsts.disclosure_id,
        firsts.figure_id,
        case when firsts.figure_id like '%by_subject' then firsts.subject end as what,
        {{ figure_name('coalesce(firsts.subject, firsts.figure_id)') }} as label,
        firsts.page as first_page,
        firsts.value_printed as first_printed,
        seconds.page as second_page,
        seconds.value_printed as second_printed,
        firsts.value as first_value,
        seconds.value as second_value,
        seconds.figure_no,
        firsts.half_unit + seconds.half_unit as tolerance,
        abs(firsts.value - seconds.value) as gap,
        -- amounts that differ by more than one in a hundred speak of different things
        abs(firsts.value - seconds.value) > firsts.half_unit + seconds.half_unit
        and abs(firsts.value - seconds.value) < 0.01 * firsts.value
        -- sources with and without what is carried over are called alike
        and (firsts.figure_id = 'total_income' or not regexp_matches(
            firsts.figure_id, '_income$|^current_year|^carryover|^fiscal_appropriation_(total|expenditure)$'
        )) as is_close,
        -- one digit is another, or two have changed places: a misprint where the tables know only one of the two
        case
            -- the same digits under another unit of money
            when firsts.unit_multiplier <> seconds.unit_multiplier then firsts.value_printed = seconds.value_printed
            when length(firsts.value_printed) <> length(seconds.value_printed) then false
            when hamming(firsts.value_printed, seconds.value_printed) = 1 then true
            when hamming(firsts.value_printed, seconds.value_printed) = 2
                then list_sort(string_split(firsts.value_printed, '')) = list_sort(string_split(seconds.value_printed, ''))
            else false
        end
        and length(regexp_replace(firsts.value_printed, '\D', '', 'g')) >= 4 as is_misprint
    from stated as firsts
    inner join stated as seconds
        on firsts.document_id = seconds.document_id
        and firsts.figure_id = seconds.figure_id
        and firsts.figure_no < seconds.figure_no
        and (firsts.figure_id not like '%by_subject' or (
            firsts.subject = seconds.subject and seconds.figure_no - firsts.figure_no <= 4
        ))
),

first_pair as (
    select *
    from paired
    qualify row_number() over (
        partition by document_id, figure_id, what order by is_close desc, is_misprint desc, gap desc, figure_no asc, first_page asc, first_printed asc
    ) = 1
),

printed as (
    select distinct
        documents.disclosure_id,
        facts.amount_yuan as amount
    from {{ ref('int_check_facts') }} as facts
    inner join {{ ref('int_check_documents') }} as documents using (document_id)
    semi join first_pair
        on documents.disclosure_id = first_pair.disclosure_id and (first_pair.is_close or first_pair.is_misprint)
),

seen as (
    select
        first_pair.document_id,
        first_pair.figure_id,
        first_pair.what,
        bool_or(abs(printed.amount - first_value) <= tolerance / 2) as first_in_tables,
        bool_or(abs(printed.amount - second_value) <= tolerance / 2) as second_in_tables
    from first_pair
    inner join printed on first_pair.disclosure_id = printed.disclosure_id
    where (first_pair.is_close or first_pair.is_misprint)
        and (abs(printed.amount - first_value) <= tolerance / 2 or abs(printed.amount - second_value) <= tolerance / 2)
    group by all
),

checks as (
    select
        first_pair.document_id,
        'twice:' || first_pair.figure_id || ':' || coalesce(first_pair.what, '') as subject,
        '“' || label || '”前后所述一致' as relation,
        case
            when is_close then not coalesce(first_in_tables and second_in_tables, false)
            else is_misprint and coalesce(first_in_tables, false) <> coalesce(second_in_tables, false)
        end as is_wrong,
        cast(null as varchar) as blocked,
        case when is_close then '两数均见于表格，所指不同' end as reason,
        -- what the tables print is what should have been said
        case when second_in_tables and not coalesce(first_in_tables, false) then second_value else first_value end as expected,
        case when second_in_tables and not coalesce(first_in_tables, false) then first_value else second_value end as actual,
        tolerance,
        'yuan' as unit,
        list_sort(list_distinct([first_page, second_page])) as pages,
        '情况说明“' || label || '”前后不一：第' || first_page || '页 ' || first_printed || '，第'
        || second_page || '页 ' || second_printed
        || case
            when (first_in_tables is distinct from second_in_tables) and (first_in_tables or second_in_tables)
                then '，表格中为 ' || case when first_in_tables then first_printed else second_printed end
            else ''
        end as message,
        coalesce(first_in_tables, false) <> coalesce(second_in_tables, false) and gap > 1.5 * tolerance as is_proven,
        figure_no,
        first_pair.document_id as table_document_id,
        cast([] as varchar[]) as fact_ids
    from first_pair
    left join seen
        on first_pair.document_id = seen.document_id and first_pair.figure_id = seen.figure_id
        and first_pair.what is not distinct from seen.what
)

{{ judge_figures('narrative_stated_twice', 'checks', softened="case when checks.is_proven then 'error' end") }}
