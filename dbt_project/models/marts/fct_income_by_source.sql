{{ config(materialized='view', meta={'tested_by': 'int_documents'}) }}
select * exclude (is_current, is_leaf)
from {{ ref('fct_income_by_source_with_subtotals') }}
where is_leaf and is_current
