{{ config(meta={'dagster': {'ref': {'name': 'bridge_functional_subject_year'}}}) }}
-- A series over years goes on: every code of a year leads to the next, or is said to be dropped.
{% for model, code in {
    'bridge_functional_subject_year': 'functional_code', 'bridge_economic_category_year': 'economic_code'
}.items() %}
    select
        '{{ model }}' as model,
        fiscal_year,
        {{ code }} as code
    from {{ ref(model) }}
    where next_fiscal_year != fiscal_year + 1 or (next_{{ code }} is null) != (change = 'dropped')
    union all
{% endfor %}
select
    'int_subject_years' as model,
    links.year as fiscal_year,
    links.functional_code as code
from {{ ref('int_subject_years') }} as links
anti join {{ ref('bridge_functional_subject_year') }} as published
    on links.year = published.fiscal_year and links.subject_id = published.subject_id
union all
select
    'int_category_years' as model,
    links.year as fiscal_year,
    links.economic_code as code
from {{ ref('int_category_years') }} as links
anti join {{ ref('bridge_economic_category_year') }} as published
    on links.year = published.fiscal_year and links.category_id = published.category_id
