{{ config(materialized='ephemeral') }}
-- 支出合计 of every disclosure, for rules that compare bodies and years.
select
    spending.document_id,
    bodies.unit_id,
    bodies.source_id,
    bodies.scope,
    bodies.doc_kind,
    bodies.fiscal_year,
    bodies.is_identified,
    spending.amount,
    spending.fact_id
from {{ ref('int_kept_spending') }} as spending
inner join {{ ref('int_check_bodies') }} as bodies on spending.document_id = bodies.document_id
