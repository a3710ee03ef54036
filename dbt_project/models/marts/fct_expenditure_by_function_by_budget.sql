{{ config(materialized='view', meta={'tested_by': 'int_documents'}) }}
-- What the three budgets pay for, which do not overlap: a plain SUM is the expenditure from fiscal appropriation.
select * exclude (is_current, is_leaf, is_first_table, row_role)
from {{ ref('fct_expenditure_by_function_with_subtotals') }}
where is_leaf and is_current and is_first_table and budget_scope in ('general_public', 'gov_fund', 'state_capital')
