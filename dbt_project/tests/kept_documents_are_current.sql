{{ config(meta={'dagster': {'ref': {'name': 'fct_rule_results'}}}) }}
-- A superseded or withdrawn document no longer counts among its peers, nor do its results stand.
{% for model in keys_of_what_is_kept().keys() | list + ['int_results_of_documents'] %}
    select
        '{{ model }}' as model,
        document_id
    from (select distinct document_id from {{ ref(model) }}) as kept
    anti join {{ ref('int_check_bodies') }} using (document_id)
    {% if not loop.last %}
        union all
    {% endif %}
{% endfor %}
