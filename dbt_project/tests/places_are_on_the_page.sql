{{ config(meta={'dagster': {'ref': {'name': 'stg_facts'}}}) }}
-- Evidence is shown on the page's picture: a place must lie on a page of the file, and its box have an inside.
-- depends_on: {{ ref('int_documents') }}
with looked_at as ({{ documents_under_test() }})

{% for model in [
    'stg_facts', 'stg_figures', 'stg_problems', 'stg_projects', 'stg_indicators', 'stg_paragraphs', 'stg_pages'
] %}
    {% set has_box = model not in ('stg_paragraphs', 'stg_pages') %}
    select
        '{{ model }}' as model,
        places.document_id,
        places.page
    from {{ ref(model) }} as places
    inner join looked_at on places.document_id = looked_at.document_id and places.source = looked_at.source
    where
        not places.page between 1 and coalesce(looked_at.page_count, places.page)
        {% if has_box %}
            or places.x0 > places.x1
            or places.top > places.bottom
        {% endif %}
    union all
{% endfor %}
select
    'stg_tables' as model,
    tables.document_id,
    list_max(tables.pages) as page
from {{ ref('stg_tables') }} as tables
inner join looked_at on tables.document_id = looked_at.document_id and tables.source = looked_at.source
where not list_max(tables.pages) between 1 and coalesce(looked_at.page_count, list_max(tables.pages))
