{{ config(materialized='view') }}
select
    rule_id,
    name_zh,
    name_en,
    category,
    severity,
    checks,
    formula,
    table_kinds,
    tolerance,
    basis,
    limits
from {{ ref('rule_catalogue') }}
