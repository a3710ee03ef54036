-- One row per indicator; a form without indicators keeps one row (indicator_no 0) for its goal and amounts.
with building as ({{ documents_to_build('int_disclosure_revisions', columns='source') }}),

targets as (
    select
        projects.document_id,
        projects.project_no,
        coalesce(indicators.indicator_no, 0) as indicator_no,
        projects.table_id,
        projects.project_name,
        projects.project_code,
        projects.unit_name,
        projects.department_name,
        projects.project_type,
        projects.annual_amount_yuan,
        projects.period_amount_yuan,
        projects.annual_goal,
        projects.period_goal,
        projects.start_date,
        projects.end_date,
        indicators.indicator_no is null
        or row_number() over (partition by projects.document_id, projects.project_no order by indicators.indicator_no) = 1
            as is_first,
        indicators.level1,
        indicators.level2,
        indicators.level3,
        indicators.indicator_name,
        indicators.activity,
        indicators.operator,
        indicators.value_printed,
        indicators.value,
        indicators.unit,
        indicators.period_value_printed,
        indicators.actual_value_printed,
        indicators.weight,
        indicators.score,
        indicators.explanation,
        indicators.scoring_rule,
        indicators.remark,
        indicators.is_core,
        coalesce(indicators.is_period, false) as is_period,
        coalesce(indicators.page, projects.page) as page,
        coalesce(indicators.x0, projects.x0) as x0,
        coalesce(indicators.top, projects.top) as top,
        coalesce(indicators.x1, projects.x1) as x1,
        coalesce(indicators.bottom, projects.bottom) as bottom
    from {{ ref('stg_projects') }} as projects
    inner join building on projects.document_id = building.document_id and projects.source = building.source
    left join (
        select indicators_read.*
        from {{ ref('stg_indicators') }} as indicators_read
        semi join building
            on indicators_read.document_id = building.document_id and indicators_read.source = building.source
    ) as indicators
        on projects.document_id = indicators.document_id and projects.project_no = indicators.project_no
)

select
    targets.document_id,
    targets.project_no,
    targets.indicator_no,
    documents.disclosure_id,
    documents.unit_id,
    documents.doc_kind,
    cast(documents.fiscal_year as smallint) as fiscal_year,
    documents.is_in_department_total,
    tables.table_kind,
    targets.table_id,
    targets.project_name,
    targets.project_code,
    targets.unit_name,
    targets.department_name,
    targets.project_type,
    case when targets.is_first then targets.annual_amount_yuan end as annual_amount_yuan,
    case when targets.is_first then targets.period_amount_yuan end as period_amount_yuan,
    case when targets.is_first then targets.annual_goal end as annual_goal,
    case when targets.is_first then targets.period_goal end as period_goal,
    targets.start_date,
    targets.end_date,
    targets.level1,
    targets.level2,
    targets.level3,
    targets.indicator_name,
    concat_ws('/', targets.level1, targets.level2, targets.indicator_name) as indicator_path,
    targets.activity,
    targets.operator,
    targets.value_printed as indicator_value,
    targets.value as indicator_number,
    targets.unit as indicator_unit,
    targets.period_value_printed as period_value,
    targets.actual_value_printed as actual_value,
    targets.weight,
    targets.score,
    targets.explanation,
    targets.scoring_rule,
    targets.remark,
    targets.is_core,
    targets.is_period,
    targets.page,
    targets.x0,
    targets.top,
    targets.x1,
    targets.bottom
from targets
inner join {{ ref('int_documents') }} as documents on targets.document_id = documents.document_id
left join {{ ref('int_tables') }} as tables
    on targets.document_id = tables.document_id and targets.table_id = tables.table_id
where documents.is_current and coalesce(tables.row_axis, 'performance') = 'performance'
