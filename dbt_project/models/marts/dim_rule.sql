-- The catalogue with what was measured of each rule; where nothing was measured nothing is said.
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
    limits,
    cast(quality.found / nullif(quality.planted, 0) as decimal(5, 4)) as measured_recall,
    nullif(quality.planted, 0) as planted_errors,
    case when quality.planted > 0 then quality.found end as planted_errors_found,
    cast(quality.precision_true / nullif(quality.precision_checked, 0) as decimal(5, 4)) as measured_precision,
    nullif(quality.precision_checked, 0) as findings_looked_at,
    case when quality.precision_checked > 0 then quality.precision_true end as findings_true,
    quality.measured_on,
    quality.source as measured_from
from {{ ref('rule_catalogue') }}
left join {{ ref('rule_quality') }} as quality using (rule_id)
