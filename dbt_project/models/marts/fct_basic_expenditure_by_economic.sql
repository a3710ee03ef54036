{{ config(materialized='view', meta={'tested_by_document': true}) }}
select * exclude (is_current, is_leaf, row_role)
from {{ ref('fct_basic_expenditure_by_economic_with_subtotals') }}
where is_leaf and is_current
