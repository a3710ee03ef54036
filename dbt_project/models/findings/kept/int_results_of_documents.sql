-- Results of the rules that look at a document, the files beside it and the year before. It is the last of what is
-- kept of a document: a document with results here has all the rest.
{% for model in keys_of_what_is_kept() %}
-- depends_on: {{ ref(model) }}
{% endfor %}
with documents as (
    select *
    from {{ ref('int_check_documents') }}
    where is_checked
),

results as (
    {% for group in rule_models() if group != 'everywhere' %}
    select
        results.*,
        cast(null as varchar) as unit_id,
        cast(null as smallint) as fiscal_year,
        cast(null as varchar) as doc_kind,
        cast(null as varchar) as source_id,
        cast(null as varchar) as entity_name
    from {{ ref('int_results_' ~ group) }} as results
    semi join documents on results.document_id = documents.document_id
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

{{ results_told('results', 'documents', "not in ('" ~ rules_made_anew() | join("', '") ~ "')", 'int_check_facts') }}
