{{ config(materialized='ephemeral') }}
-- 占比 = 部分 ÷ 总额。
with shares as (
    select
        *,
        trim(split_part(subject, ' / ', 1)) as part_name,
        nullif(trim(split_part(subject, ' / ', 2)), '') as base_name
    from {{ ref('int_check_figures') }}
    where figure_id = 'share_of_total' and unit = 'percent' and subject is not null
),

amounts as (
    select * from {{ ref('int_check_figures') }} where unit = 'yuan'
),

parts as (
    select
        shares.document_id,
        shares.figure_no,
        arg_max(struct_pack(value := amounts.value, half_unit := amounts.sentence_half_unit,
                lost_zeros := amounts.sentence_half_unit < amounts.half_unit, printed := amounts.value_printed),
            amounts.figure_no) as part
    from shares
    inner join amounts
        on shares.document_id = amounts.document_id
        and shares.sentence = amounts.sentence
        and (shares.part_name = amounts.figure_id or shares.part_name = amounts.subject)
        and amounts.figure_id not like 'yoy%' and amounts.figure_id not like 'prior%'
        and amounts.figure_no between shares.figure_no - 2 and shares.figure_no - 1
    group by all
),

bases as (
    select
        document_id,
        value,
        half_unit,
        value_printed as printed,
        figure_id = 'three_public_total' as is_three_public,
        false as is_sum_of_parts
    from amounts
    where figure_id in (
        'total_income', 'total_expenditure', 'current_year_income', 'current_year_expenditure', 'carryover_in',
        'fiscal_appropriation_total', 'fiscal_appropriation_expenditure', 'fiscal_appropriation_income',
        'general_public_budget_expenditure', 'gov_fund_expenditure', 'project_expenditure', 'basic_expenditure',
        'general_public_basic_expenditure', 'general_public_project_expenditure', 'three_public_total',
        'procurement_total', 'other_funds_income'
    )
    union all
    -- 本年支出 = 基本支出 + 项目支出, where only the parts are stated
    select
        document_id,
        max(value) filter (where figure_id = 'basic_expenditure')
        + max(value) filter (where figure_id = 'project_expenditure') as value,
        2 * max(half_unit) as half_unit,
        '基本支出与项目支出之和' as printed,
        false as is_three_public,
        true as is_sum_of_parts
    from amounts
    where figure_id in ('basic_expenditure', 'project_expenditure')
    group by document_id
    having count(distinct figure_id) = 2
    union all
    select
        documents.document_id,
        anchors.amount_yuan,
        anchors.half_unit,
        {{ money_text('anchors.amount_yuan', '10000', '2') }} as printed,
        anchors.anchor = 'three_public.three_public_total' as is_three_public,
        false as is_sum_of_parts
    from {{ ref('int_check_anchors') }} as anchors
    inner join {{ ref('int_check_documents') }} as tables using (document_id)
    inner join {{ ref('int_check_documents') }} as documents on tables.disclosure_id = documents.disclosure_id
    where anchors.blocked is null
        and (anchors.anchor like '%_summary.income_%' or anchors.anchor like '%_summary.expenditure_%'
            or anchors.anchor in (
                'expenditure_summary.total', 'expenditure_summary.project', 'general_public_expenditure.total',
                'general_public_expenditure.project', 'gov_fund_expenditure.total',
                'fiscal_appropriation_expenditure.total', 'three_public.three_public_total'
            ))
),

-- 其中：A 占 a%，B 占 b%…: neighbouring parts that add up to a known amount are shares of it
numbered as (
    select
        parts.document_id,
        parts.figure_no,
        parts.part.value as value,
        parts.part.half_unit as half_unit,
        row_number() over (partition by parts.document_id order by parts.figure_no) as place
    from parts
    inner join shares using (document_id, figure_no)
    where shares.base_name is null and shares.part_name not like 'three_public%'
),

windows as (
    select
        firsts.document_id,
        firsts.place as first_place,
        lasts.place as last_place,
        sum(inner_parts.value) as value,
        sum(inner_parts.half_unit) as half_unit
    from numbered as firsts
    inner join numbered as lasts
        on firsts.document_id = lasts.document_id and lasts.place between firsts.place + 1 and firsts.place + 11
    inner join numbered as inner_parts
        on firsts.document_id = inner_parts.document_id and inner_parts.place between firsts.place and lasts.place
    where firsts.value > 0 and lasts.value > 0
    group by all
),

lists as (
    select
        numbered.document_id,
        numbered.figure_no,
        min(struct_pack(
            width := windows.last_place - windows.first_place,
            half_unit := bases.half_unit,
            value := bases.value,
            printed := bases.printed
        )) as base
    from windows
    inner join bases
        on windows.document_id = bases.document_id and not bases.is_three_public and not bases.is_sum_of_parts
        and abs(windows.value - bases.value) <= windows.half_unit + bases.half_unit
    inner join numbered
        on windows.document_id = numbered.document_id
        and numbered.place between windows.first_place and windows.last_place
    group by all
),

nearest as (
    select
        shares.*,
        parts.part.value as part_value,
        parts.part.printed as part_printed,
        bases.value as base_value,
        bases.printed as base_printed,
        cast(100.0 * cast(parts.part.value as double) / cast(bases.value as double) as decimal(24, 6)) as due,
        greatest(
            {{ percent_tolerance('shares.decimals', 'parts.part.value', 'parts.part.half_unit', 'bases.value',
                'bases.half_unit') }},
            -- shares of one list are forced to add up to 100
            case when parts.part.lost_zeros then 1.5 else 1.0 end / power(10, shares.decimals)
        ) as due_tolerance
    from shares
    inner join parts using (document_id, figure_no)
    inner join bases
        on shares.document_id = bases.document_id
        and bases.value > 0
        and bases.is_three_public = (contains(coalesce(shares.base_name, ''), '三公')
            or (shares.base_name is null and shares.part_name like 'three_public%'))
    where parts.part.value > 0
    qualify row_number() over (
        partition by shares.document_id, shares.figure_no order by abs(shares.value - due), base_value, bases.half_unit, base_printed
    ) = 1
),

-- where no amount makes the share right, that of its list is the one it is a share of
worked_out as (
    select
        * replace (
            case when of_list then list_base.value else base_value end as base_value,
            case when of_list then list_base.printed else base_printed end as base_printed,
            case when of_list then cast(100.0 * cast(part_value as double) / cast(list_base.value as double) as decimal(24, 6))
                else due end as due,
            -- one unit of the last place, to make the list add up to 100
            case when of_list then greatest(due_tolerance, 1.5 / power(10, decimals)) else due_tolerance end as due_tolerance
        )
    from (
        select
            nearest.*,
            lists.base as list_base,
            abs(nearest.value - nearest.due) > nearest.due_tolerance and lists.base is not null as of_list
        from nearest
        left join lists using (document_id, figure_no)
    ) as placed
),

checks as (
    select
        document_id,
        'share:' || subject || ':' || row_number() over (partition by document_id, subject order by figure_no) as subject,
        '“' || {{ figure_name('part_name') }} || '”占比' as relation,
        abs(value - due) > due_tolerance as is_wrong,
        case when abs(value - due) > due_tolerance
            and not regexp_matches(coalesce(base_name, ''), '本年支出|支出预算|支出合计|本年收入|收入合计|三公')
            and not of_list
            then '未写明占何数之比' end as blocked,
        cast(null as varchar) as reason,
        due as expected,
        value as actual,
        due_tolerance as tolerance,
        'percent' as unit,
        [page] as pages,
        '第' || page || '页情况说明：“' || left(sentence, 80) || case when length(sentence) > 80 then '…' else '' end
        || '”所述占比 ' || value_printed || '%，按 ' || part_printed || ' ÷ ' || base_printed || ' 计算应为 '
        || format('{:.' || cast(decimals as varchar) || 'f}', cast(due as double)) || '%' as message,
        figure_no,
        document_id as table_document_id,
        cast([] as varchar[]) as fact_ids
    from worked_out
)

{{ judge_figures('narrative_shares', 'checks') }}
