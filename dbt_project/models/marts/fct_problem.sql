{{ config(materialized='view') }}
select
    problems.document_id,
    problems.problem_no,
    problems.code,
    problems.severity,
    problems.message,
    problems.page,
    problems.x0,
    problems.top,
    problems.x1,
    problems.bottom,
    problems.tokens
from {{ ref('stg_problems') }} as problems
