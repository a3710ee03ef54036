-- What each document prints for each key figure, by declared origin: its own table first, then other tables
-- that print the same figure, then the narrative.
with building as ({{ documents_to_build(columns='source, is_disclosure, doc_kind') }}),

documents as (
    select
        document_id,
        doc_kind
    from building
    where is_disclosure
),

from_summary_lines as (
    select
        lines.document_id,
        case
            when tables.budget_scope = 'fiscal_appropriation' then 'fiscal_appropriation_total'
            when lines.line_id in ('expenditure_total', 'current_expenditure_total') then 'total_expenditure'
            when lines.line_id in ('income_total', 'current_income_total') then 'total_income'
            else 'carryover_in'
        end as figure_id,
        case
            when starts_with(lines.line_id, 'current') then 3
            when tables.budget_scope = 'fiscal_appropriation' and lines.line_id = 'income_total' then 2
            else 1
        end as preference,
        lines.amount_yuan,
        lines.table_id,
        lines.fact_id,
        lines.page,
        lines.x0,
        lines.top,
        lines.x1,
        lines.bottom
    from {{ ref('int_summary_lines') }} as lines
    inner join building on lines.document_id = building.document_id
    inner join {{ ref('int_tables') }} as tables
        on lines.document_id = tables.document_id and lines.table_id = tables.table_id
    where
        (
            tables.budget_scope = 'all_funds'
            and lines.line_id in (
                'income_total', 'current_income_total', 'expenditure_total', 'current_expenditure_total',
                'carryover_in'
            )
        )
        or (
            tables.budget_scope = 'fiscal_appropriation'
            and lines.line_id in (
                'income_total', 'expenditure_total', 'current_income_total', 'current_expenditure_total'
            )
        )
),

from_total_rows as (
    select
        totals.document_id,
        sources.figure_id,
        sources.preference,
        totals.amount_yuan,
        totals.table_id,
        totals.fact_id,
        totals.page,
        totals.x0,
        totals.top,
        totals.x1,
        totals.bottom
    from {{ ref('int_table_totals') }} as totals
    inner join building on totals.document_id = building.document_id
    inner join {{ ref('key_figure_sources') }} as sources
        on totals.table_kind = sources.table_kind and totals.column_id = sources.column_id
    where totals.amount_yuan is not null and coalesce(totals.basis, 'current') in ('current', 'final')
),

from_leaf_sums as (
    -- a table that prints no total row: its leaves added up
    select
        amounts.document_id,
        sources.figure_id,
        cast(20 + sources.preference as smallint) as preference,
        sum(
            case sources.column_id
                when 'basic' then amounts.basic_yuan
                when 'project' then amounts.project_yuan
                else amounts.total_yuan
            end
        ) as amount_yuan,
        amounts.table_id,
        cast(null as varchar) as fact_id,
        min(amounts.page) as page,
        cast(null as float) as x0,
        cast(null as float) as top,
        cast(null as float) as x1,
        cast(null as float) as bottom
    from {{ ref('int_functional_amounts') }} as amounts
    inner join building on amounts.document_id = building.document_id
    inner join {{ ref('key_figure_sources') }} as sources
        on amounts.table_kind = sources.table_kind and sources.column_id in ('total', 'basic', 'project')
    where amounts.is_leaf
    group by amounts.document_id, amounts.table_id, sources.figure_id, sources.preference
),

from_three_public as (
    select
        amounts.document_id,
        case amounts.item
            when 'agency_operating' then 'operating_cost'
            when 'three_public_total' then 'three_public_total'
            when 'vehicle_operation' then 'three_public_vehicle_running'
            else 'three_public_' || amounts.item
        end as figure_id,
        case amounts.item when 'agency_operating' then 2 else 1 end as preference,
        amounts.amount_yuan,
        amounts.table_id,
        amounts.fact_id,
        amounts.page,
        amounts.x0,
        amounts.top,
        amounts.x1,
        amounts.bottom
    from {{ ref('int_three_public_amounts') }} as amounts
    inner join documents on amounts.document_id = documents.document_id
    where
        amounts.item in (
            'agency_operating', 'three_public_total', 'abroad', 'reception', 'vehicle_purchase', 'vehicle_operation'
        )
        and amounts.basis in ('own', documents.doc_kind)
),

from_tables as (
    select * from from_summary_lines
    union all
    select * from from_total_rows
    union all
    select * from from_leaf_sums
    union all
    select * from from_three_public
)

select
    from_tables.document_id,
    from_tables.figure_id,
    from_tables.preference,
    cast(from_tables.amount_yuan as decimal(20, 2)) as amount_yuan,
    'table' as source,
    tables.table_kind,
    from_tables.table_id,
    from_tables.fact_id,
    cast(null as integer) as figure_no,
    cast(null as varchar) as sentence,
    from_tables.page,
    from_tables.x0,
    from_tables.top,
    from_tables.x1,
    from_tables.bottom
from from_tables
inner join {{ ref('int_tables') }} as tables
    on from_tables.document_id = tables.document_id and from_tables.table_id = tables.table_id
where from_tables.amount_yuan is not null
union all by name
select
    figures.document_id,
    figures.figure_id,
    100 as preference,
    cast(figures.value as decimal(20, 2)) as amount_yuan,
    'narrative' as source,
    figures.figure_no,
    figures.sentence,
    coalesce(figures.box_page, figures.page) as page,
    figures.x0,
    figures.top,
    figures.x1,
    figures.bottom
from {{ ref('stg_figures') }} as figures
inner join building on figures.document_id = building.document_id and figures.source = building.source
where
    figures.unit = 'yuan'
    and figures.value is not null
    and figures.figure_id in (select ids.figure_id from {{ ref('key_figures') }} as ids)
