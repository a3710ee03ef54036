{{ config(materialized='view', meta={'tested_by': 'int_documents'}) }}
-- The whole expenditure of a body, each amount once: a plain SUM is its total.
select * exclude (is_current, is_leaf, is_first_table, row_role)
from {{ ref('fct_expenditure_by_function_with_subtotals') }}
where is_leaf and is_current and is_first_table and budget_scope = 'all_funds'
