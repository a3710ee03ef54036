{{ config(materialized='ephemeral') }}
-- 情况说明按科目说明的支出 = 支出表同名科目。
with names as (
    -- what a code is called in this disclosure, for the 类 and 款 above a row
    select distinct
        documents.disclosure_id,
        facts.full_code as code,
        first_value(regexp_replace(facts.name_plain, '支出$', '')) over (
            partition by documents.disclosure_id, facts.full_code order by length(facts.name_plain) desc, facts.name_plain
        ) as name
    from {{ ref('int_check_facts') }} as facts
    inner join {{ ref('int_check_documents') }} as documents using (document_id)
    where regexp_matches(facts.full_code, '^[12]\d{2}(\d{2}){0,2}$') and facts.row_role <> 'total'
),

printed as (
    select
        documents.disclosure_id,
        facts.document_id as table_document_id,
        facts.table_id || facts.column_id as table_id,
        facts.full_code as code,
        regexp_replace(facts.name_plain, '支出$', '') as name,
        sum(facts.amount_yuan) as amount,
        sum(facts.half_unit) as half_unit,
        list(facts.fact_id order by facts.row_index, facts.fact_id) as fact_ids,
        max(facts.distrust_reason) as blocked
    from {{ ref('int_check_facts') }} as facts
    inner join {{ ref('int_check_documents') }} as documents using (document_id)
    inner join {{ ref('statement_kinds') }} as kinds on facts.table_kind = kinds.kind
    inner join {{ ref('int_check_rows') }} as rows
        on facts.document_id = rows.document_id and facts.table_id = rows.table_id
        and facts.side = rows.side and facts.row_index = rows.row_index
    where kinds.row_axis = 'functional' and facts.row_role <> 'total' and not rows.repeats_line_above
        -- a paragraph on basic or project expenditure speaks of that column
        and facts.column_id in ('total', 'basic', 'project')
        and regexp_matches(facts.full_code, '^[12]\d{2}(\d{2}){0,2}$')
    group by all
    union all
    -- the class lines of the summaries have no code
    select
        documents.disclosure_id,
        summary.document_id as table_document_id,
        summary.table_id,
        '999' as code,
        regexp_replace(summary.bare_name, '支出$', '') as name,
        facts.amount_yuan as amount,
        facts.half_unit,
        [summary.fact_id] as fact_ids,
        facts.distrust_reason as blocked
    from {{ ref('int_check_summary_facts') }} as summary
    inner join {{ ref('int_check_facts') }} as facts using (document_id, fact_id)
    inner join {{ ref('int_check_documents') }} as documents using (document_id)
    where summary.half = 'expenditure' and summary.place = 'class' and summary.is_total_column
),

titled as (
    select
        printed.*,
        case when length(printed.code) > 3 then classes.name end as class_name,
        case when length(printed.code) > 5 then groups.name end as group_name
    from printed
    left join names as classes
        on printed.disclosure_id = classes.disclosure_id and printed.code[:3] = classes.code
    left join names as groups
        on printed.disclosure_id = groups.disclosure_id and printed.code[:5] = groups.code
),

spoken as (
    select
        *,
        regexp_replace({{ plain_text('subject') }}, '^[\)、.\d]*(\([一二三四五六七八九十]+\))?', '') as words
    from {{ ref('int_check_figures') }}
    where figure_id in (
        'expenditure_by_subject', 'fiscal_appropriation_expenditure_by_subject',
        'general_public_expenditure_by_subject', 'gov_fund_expenditure_by_subject',
        'state_capital_expenditure_by_subject'
    ) and unit = 'yuan' and value <> 0
),

parsed as (
    select
        *,
        regexp_replace(nullif(regexp_extract(words, '^(.*?)\(类\)', 1), ''), '支出$', '') as said_class,
        regexp_replace(nullif(regexp_extract(words, '(?:\(类\)|^)([^()]*(?:\([^类款项][^()]*\)[^()]*)*)\(款\)', 1), ''), '支出$', '') as said_group,
        regexp_replace(nullif(regexp_extract(words, '(?:\([类款]\)|^)([^()]*(?:\([^类款项][^()]*\)[^()]*)*)\(项\)', 1), ''), '支出$', '') as said_item,
        regexp_replace(words, '支出$', '') as said_name
    from spoken
),

-- a subject that is spoken of and stands in a table; the names first, which a join can look up
named as (
    select
        parsed.document_id,
        parsed.figure_no,
        titled.code,
        titled.table_id,
        titled.table_document_id,
        titled.amount,
        titled.half_unit as table_half_unit,
        titled.blocked,
        titled.fact_ids
    from (
        select
            *,
            case when said_item is not null then 7 when said_group is not null then 5 else 3 end as code_length,
            coalesce(said_item, said_group, said_class, said_name) as said
        from parsed
    ) as parsed
    inner join titled
        on parsed.disclosure_id = titled.disclosure_id
        and parsed.code_length = length(titled.code)
        and parsed.said = titled.name
    where case
            when said_item is not null
                then coalesce(titled.group_name = said_group, true)
                    -- some call 类 what is a 款
                    and coalesce(said_class in (titled.class_name, titled.group_name), true)
            when said_group is not null then coalesce(titled.class_name = said_class, true)
            else true
        end
),

compared as (
    select
        parsed.*,
        named.code,
        named.table_document_id,
        named.amount,
        named.blocked,
        named.fact_ids,
        -- items are forced to add up to the total: one unit is left to each
        greatest(parsed.half_unit + named.table_half_unit, 2 * parsed.half_unit) as tolerance
    from parsed
    left join named using (document_id, figure_no)
    -- where the tables are in another file that is not here, nothing is said
    where parsed.disclosure_id in (select disclosure_id from printed)
    qualify row_number() over (
        partition by parsed.document_id, parsed.figure_no
        order by abs(parsed.value - named.amount) > tolerance, abs(parsed.value - named.amount), named.table_id, named.code
    ) = 1
),

-- 738.66 said twice of one subject is one slip
said_once as (
    select * from compared
    qualify row_number() over (partition by document_id, words, value order by figure_no) = 1
),

checks as (
    select
        compared.document_id,
        'subject:' || compared.words || ':' || row_number() over (
            partition by compared.document_id, compared.words order by compared.figure_no
        ) as subject,
        '情况说明“' || compared.words || '”与支出表一致' as relation,
        coalesce(abs(compared.value - compared.amount) > compared.tolerance, false) as is_wrong,
        case
            when compared.code is null then '各表中没有这一科目'
            when abs(compared.value - compared.amount) > compared.tolerance
                then coalesce(compared.blocked, case when pictures.disclosure_id is not null then '文件中有图片页，所述的表可能在其中' end)
        end as blocked,
        case when compared.value <> compared.amount then '差额在四舍五入范围内' end as reason,
        compared.amount as expected,
        compared.value as actual,
        compared.tolerance,
        'yuan' as unit,
        abs(compared.value - compared.amount) > compared.tolerance
        and (
            {{ is_cut_off('compared.value', 'compared.amount', 'compared.half_unit') }}
            or {{ is_cut_off('compared.amount', 'compared.value', '(compared.tolerance - compared.half_unit)') }}
        ) as is_cut,
        [compared.page] as pages,
        '第' || compared.page || '页情况说明：“' || compared.words || '” ' || compared.value_printed || '，'
        || facts.table_label || '第' || facts.page || '页 ' || facts.row_label || ' 为 '
        || {{ money_text('compared.amount', 'compared.unit_multiplier', 'greatest(compared.decimals, 2)') }}
        || '，相差 '
        || {{ money_text('abs(compared.value - compared.amount)', 'compared.unit_multiplier',
            'greatest(compared.decimals, 2)') }}
        || case compared.unit_multiplier when 10000 then ' 万元' when 1 then ' 元' else '' end as message,
        compared.figure_no,
        compared.table_document_id,
        compared.fact_ids[:8] as fact_ids
    from said_once as compared
    left join (
        select distinct disclosure_id from {{ ref('int_check_documents') }} where image_page_count > 0
    ) as pictures using (disclosure_id)
    left join {{ ref('int_check_facts') }} as facts
        on compared.table_document_id = facts.document_id and compared.fact_ids[1] = facts.fact_id
)

{{ judge_figures('narrative_subjects', 'checks', softened="case when checks.is_cut then 'note' end") }}
