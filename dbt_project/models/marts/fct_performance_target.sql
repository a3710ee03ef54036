with indicators as (
    select
        projects.*,
        unnest(
            case
                when len(projects.indicators) > 0 then projects.indicators
                else [cast(null as struct(path varchar, value varchar))]
            end
        ) as indicator,
        unnest(generate_series(1, greatest(len(projects.indicators), 1))) as indicator_no
    from {{ ref('stg_projects') }} as projects
)

select
    indicators.document_id,
    indicators.project_no,
    cast(indicators.indicator_no as integer) as indicator_no,
    documents.disclosure_id,
    documents.unit_id,
    documents.doc_kind,
    cast(documents.fiscal_year as smallint) as fiscal_year,
    documents.is_in_department_total,
    tables.table_kind,
    indicators.table_id,
    indicators.project_name,
    indicators.unit_name,
    case when indicators.indicator_no = 1 then indicators.annual_amount_yuan end as annual_amount_yuan,
    case when indicators.indicator_no = 1 then indicators.period_amount_yuan end as period_amount_yuan,
    indicators.indicator.path as indicator_path,
    indicators.indicator.value as indicator_value,
    indicators.page
from indicators
inner join {{ ref('int_documents') }} as documents on indicators.document_id = documents.document_id
left join {{ ref('int_tables') }} as tables
    on indicators.document_id = tables.document_id and indicators.table_id = tables.table_id
where documents.is_current and coalesce(tables.row_axis, 'performance') = 'performance'
