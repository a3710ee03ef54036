with building as ({{ documents_to_build('int_disclosure_revisions', columns=none) }}),

economic_rows as (
    select
        amounts.document_id,
        amounts.table_id,
        amounts.row_index,
        amounts.department_category_code,
        amounts.department_name_printed as printed_name,
        amounts.total_yuan as amount_yuan,
        amounts.fact_id,
        amounts.page,
        amounts.x0,
        amounts.top,
        amounts.x1,
        amounts.bottom
    from {{ ref('int_economic_amounts') }} as amounts
    semi join building on amounts.document_id = building.document_id
    where amounts.part = 'operating' and amounts.is_leaf and amounts.total_yuan is not null
),

whole_figures as (
    select
        figures.document_id,
        coalesce(figures.table_id, 'narrative') as table_id,
        coalesce(figures.figure_no, 0) as row_index,
        cast(null as varchar) as department_category_code,
        figures.sentence as printed_name,
        figures.amount_yuan,
        figures.fact_id,
        figures.page,
        figures.x0,
        figures.top,
        figures.x1,
        figures.bottom
    from {{ ref('fct_key_figures') }} as figures
    semi join building on figures.document_id = building.document_id
    anti join economic_rows on figures.document_id = economic_rows.document_id
    where figures.figure_id = 'operating_cost' and figures.is_primary
),

unioned as (
    select * from economic_rows
    union all
    select * from whole_figures
)

select
    unioned.document_id,
    unioned.table_id,
    unioned.row_index,
    documents.disclosure_id,
    documents.unit_id,
    documents.doc_kind,
    cast(documents.fiscal_year as smallint) as fiscal_year,
    documents.is_in_department_total,
    unioned.department_category_code,
    unioned.printed_name,
    unioned.amount_yuan,
    unioned.fact_id,
    unioned.page,
    unioned.x0,
    unioned.top,
    unioned.x1,
    unioned.bottom
from unioned
inner join {{ ref('int_documents') }} as documents on unioned.document_id = documents.document_id
where documents.is_current
