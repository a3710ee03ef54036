{{ config(meta={'dagster': {'ref': {'name': 'dim_unit'}}}) }}
-- Whatever a dimension names as parent, successor, department or class is in the dimension itself.
select
    'dim_functional_subject' as model,
    subjects.functional_code as code,
    subjects.current_code as named_code
from {{ ref('dim_functional_subject') }} as subjects
anti join {{ ref('dim_functional_subject') }} as others on subjects.current_code = others.functional_code
union all
select
    'dim_economic_category' as model,
    categories.economic_code as code,
    categories.parent_code as named_code
from {{ ref('dim_economic_category') }} as categories
anti join {{ ref('dim_economic_category') }} as others on categories.parent_code = others.economic_code
where categories.level > 1
union all
select
    'dim_income_source' as model,
    sources.income_source_id as code,
    sources.parent_id as named_code
from {{ ref('dim_income_source') }} as sources
anti join {{ ref('dim_income_source') }} as others on sources.parent_id = others.income_source_id
where sources.parent_id is not null
union all
select
    'dim_unit' as model,
    units.unit_id as code,
    units.department_unit_id as named_code
from {{ ref('dim_unit') }} as units
where units.unit_id = units.department_unit_id and units.scope = 'unit'
union all
select
    'dim_rule' as model,
    rules.rule_id as code,
    rules.severity as named_code
from {{ ref('dim_rule') }} as rules
where rules.severity not in ('error', 'warning', 'review', 'note') or rules.planted_errors_found > rules.planted_errors
