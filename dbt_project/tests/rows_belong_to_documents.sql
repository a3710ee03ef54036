{{ config(meta={'dagster': {'ref': {'name': 'int_facts'}}}) }}
-- A document that left the lake has left every model that is kept document by document.
{% for model in [
    'int_facts', 'int_tables', 'int_functional_rows', 'int_economic_rows', 'int_functional_amounts',
    'int_economic_amounts', 'int_table_totals', 'int_summary_lines', 'int_income_amounts',
    'int_three_public_amounts', 'int_item_amounts', 'int_fiscal_amounts', 'int_key_figure_candidates',
    'int_table_sums', 'int_bodies_named', 'fct_key_figures', 'fct_operating_cost', 'fct_procurement',
    'fct_performance_target'
] %}
    select
        '{{ model }}' as model,
        document_id
    from (select distinct document_id from {{ ref(model) }}) as kept
    anti join {{ ref('int_documents') }} using (document_id)
    {% if not loop.last %}
        union all
    {% endif %}
{% endfor %}
