-- The printed amounts that rules of the group everywhere may cite.
with building as ({{ documents_to_build('int_check_revisions', columns=none) }}),

cited as (
    {% for model in [
        'int_kept_spending', 'int_kept_shares', 'int_kept_code_names', 'int_kept_unit_lines', 'int_kept_unit_totals'
    ] %}
        select
            document_id,
            fact_id
        from {{ ref(model) }}
        {% if not loop.last %}
            union all
        {% endif %}
    {% endfor %}
)

select facts.*
from {{ ref('int_check_facts') }} as facts
semi join building on facts.document_id = building.document_id
semi join cited on facts.document_id = cited.document_id and facts.fact_id = cited.fact_id
