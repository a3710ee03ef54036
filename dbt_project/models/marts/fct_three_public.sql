{{ config(materialized='view') }}
select * exclude (is_current, is_leaf)
from {{ ref('fct_three_public_with_subtotals') }}
where is_leaf and is_current
