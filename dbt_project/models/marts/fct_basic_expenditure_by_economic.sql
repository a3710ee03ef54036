{{ config(materialized='view', meta={'tested_by': 'int_documents'}) }}
select * exclude (is_current, is_leaf, row_role)
from {{ ref('fct_basic_expenditure_by_economic_with_subtotals') }}
where is_leaf and is_current
