{{ config(materialized='view') }}
with amounts as (
    select
        *,
        case
            when basis != 'own' then basis
            when starts_with(table_kind, 'final') then 'final'
            else 'budget'
        end as amount_basis
    from {{ ref('int_three_public_amounts') }}
    where
        item in (
            'three_public_total', 'abroad', 'reception', 'vehicle_total', 'vehicle_purchase', 'vehicle_operation'
        )
    qualify table_id = min(table_id) over (partition by document_id)
),

own as (
    select
        amounts.*,
        documents.doc_kind
    from amounts
    inner join {{ ref('int_documents') }} as documents on amounts.document_id = documents.document_id
)

select
    own.document_id,
    own.item,
    documents.disclosure_id,
    documents.unit_id,
    documents.doc_kind,
    cast(documents.fiscal_year as smallint) as fiscal_year,
    documents.is_current,
    documents.is_in_department_total,
    own.item in ('abroad', 'reception', 'vehicle_purchase', 'vehicle_operation')
    or (
        own.item = 'vehicle_total'
        and not coalesce(
            bool_or(own.item in ('vehicle_purchase', 'vehicle_operation')) over (partition by own.document_id), false
        )
    ) as is_leaf,
    cast(own.own_yuan as decimal(20, 2)) as amount_yuan,
    cast(own.budget_yuan as decimal(20, 2)) as budget_yuan,
    cast(own.prior_year_yuan as decimal(20, 2)) as prior_year_yuan,
    own.table_kind,
    own.table_id,
    own.fact_id,
    own.page,
    own.x0,
    own.top,
    own.x1,
    own.bottom
from (
    select
        document_id,
        item,
        table_kind,
        table_id,
        max(amount_yuan) filter (where amount_basis = coalesce(doc_kind, 'budget')) as own_yuan,
        max(amount_yuan) filter (where amount_basis = 'budget') as budget_yuan,
        max(amount_yuan) filter (where amount_basis = 'prior') as prior_year_yuan,
        arg_max(fact_id, amount_basis = coalesce(doc_kind, 'budget')) as fact_id,
        arg_max(page, amount_basis = coalesce(doc_kind, 'budget')) as page,
        arg_max(x0, amount_basis = coalesce(doc_kind, 'budget')) as x0,
        arg_max(top, amount_basis = coalesce(doc_kind, 'budget')) as top,
        arg_max(x1, amount_basis = coalesce(doc_kind, 'budget')) as x1,
        arg_max(bottom, amount_basis = coalesce(doc_kind, 'budget')) as bottom
    from own
    group by document_id, item, table_kind, table_id
) as own
inner join {{ ref('int_documents') }} as documents on own.document_id = documents.document_id
where documents.is_disclosure
