{{ config(materialized='view', meta={'tested_by': 'int_documents'}) }}
-- One table of a document: that of the general public budget, of the fiscal appropriation where it prints no other.
select * exclude (is_current, is_leaf, is_first_table, row_role)
from {{ ref('fct_basic_expenditure_by_economic_with_subtotals') }}
where is_leaf and is_current and is_first_table
