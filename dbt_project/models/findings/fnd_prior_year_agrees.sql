{{ config(materialized='ephemeral') }}
-- 上年数与上年公开文件一致: this year's amount less the stated change is what last year's disclosure printed.
with stated as (
    select *
    from {{ ref('int_check_figures') }}
    where unit in ('yuan', 'stated_same')
),

changes as (
    select
        stated.*,
        documents.unit_id,
        documents.scope,
        documents.doc_kind,
        documents.fiscal_year
    from stated
    inner join {{ ref('int_check_documents') }} as documents using (document_id)
    where stated.figure_id = 'yoy_change' and documents.is_identified
        -- a change against last year, not one of the reasons for it
        and not regexp_matches(stated.sentence, '^主要(原因|是)')
        and (stated.unit = 'stated_same'
            or regexp_matches(substr(stated.sentence, 1, stated.char_start), '(比|较|与)[^。；]{0,20}年'))
        and stated.subject in (
            'total_income', 'total_expenditure', 'operating_cost', 'three_public_total', 'three_public_abroad',
            'three_public_reception', 'three_public_vehicle', 'basic_expenditure', 'project_expenditure',
            'procurement_total', 'general_public_budget_expenditure'
        )
),

currents as (
    select
        changes.*,
        arg_max(amounts.value, amounts.figure_no) as current_value,
        arg_max(amounts.half_unit, amounts.figure_no) as current_half,
        arg_max(amounts.value_printed, amounts.figure_no) as current_printed
    from changes
    inner join stated as amounts
        on changes.document_id = amounts.document_id
        and changes.subject = amounts.figure_id and amounts.unit = 'yuan'
        and changes.figure_no > amounts.figure_no and amounts.figure_no >= changes.figure_no - 3
    group by all
),

last_year as (
    select
        documents.unit_id,
        documents.scope,
        documents.doc_kind,
        documents.fiscal_year + 1 as fiscal_year,
        figures.figure_id,
        documents.document_id as last_document_id,
        figures.value as amount,
        figures.half_unit,
        figures.value_printed as printed,
        figures.page
    from {{ ref('int_check_figures') }} as figures
    inner join {{ ref('int_check_documents') }} as documents using (document_id)
    where figures.unit = 'yuan' and documents.is_identified
    union all
    select
        documents.unit_id,
        documents.scope,
        documents.doc_kind,
        documents.fiscal_year + 1 as fiscal_year,
        lines.figure_id,
        documents.document_id,
        anchors.amount_yuan,
        anchors.half_unit,
        {{ money_text('anchors.amount_yuan', '10000', '2') }} as printed,
        facts.page
    from {{ ref('rule_narrative_lines') }} as lines
    inner join {{ ref('int_check_anchors') }} as anchors on lines.anchors = anchors.anchor
    inner join {{ ref('int_check_documents') }} as documents using (document_id)
    left join {{ ref('int_check_facts') }} as facts
        on anchors.document_id = facts.document_id and anchors.fact_id = facts.fact_id
    where anchors.blocked is null and documents.is_identified
),

compared as (
    select
        currents.*,
        currents.current_value - currents.value as prior_due,
        last_year.amount as last_amount,
        last_year.printed as last_printed,
        last_year.page as last_page,
        last_year.last_document_id,
        currents.current_half + currents.half_unit + last_year.half_unit as tolerance
    from currents
    inner join last_year
        on currents.unit_id = last_year.unit_id and currents.scope = last_year.scope
        and currents.doc_kind = last_year.doc_kind and currents.fiscal_year = last_year.fiscal_year
        and currents.subject = last_year.figure_id
    qualify row_number() over (
        partition by currents.document_id, currents.figure_no
        order by abs(currents.current_value - currents.value - last_year.amount), last_year.page, last_year.last_document_id, last_year.printed
    ) = 1
),

checks as (
    select
        document_id,
        'prior_year:' || subject || ':' || row_number() over (partition by document_id, subject order by figure_no) as subject,
        '“' || {{ figure_name('subject') }} || '”的上年数与上年公开文件一致' as relation,
        abs(prior_due - last_amount) > greatest(tolerance, 200) as is_wrong,
        cast(null as varchar) as blocked,
        case when prior_due <> last_amount then '差额在四舍五入范围内' end as reason,
        last_amount as expected,
        prior_due as actual,
        greatest(tolerance, 200) as tolerance,
        'yuan' as unit,
        [page] as pages,
        '第' || page || '页情况说明：“' || left(sentence, 60) || case when length(sentence) > 60 then '…' else '' end
        || '”推得上年数 ' || {{ money_text('prior_due', '10000', '2') }} || ' 万元，上年公开文件'
        || coalesce('第' || last_page || '页', '') || '为 ' || last_printed || '，相差 '
        || {{ money_text('abs(prior_due - last_amount)', '10000', '2') }} || ' 万元' as message,
        figure_no,
        last_document_id as table_document_id,
        cast([] as varchar[]) as fact_ids
    from compared
)

{{ judge_figures('prior_year_agrees', 'checks') }}
