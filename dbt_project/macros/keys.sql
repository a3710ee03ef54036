{#-
    The keys of tables that are views of the lake or made for tonight's checks: one test each for all of them, for
    a test a table would cost more than the tables. Of the checks nobody but the rules asks anything.
-#}
{% macro keys_of_the_lake() %}
    {% do return({
        'stg_pages': ['document_id', 'page'],
        'stg_tables': ['document_id', 'table_id'],
        'stg_facts': ['document_id', 'fact_id'],
        'stg_figures': ['document_id', 'figure_no'],
        'stg_paragraphs': ['document_id', 'paragraph_no'],
        'stg_projects': ['document_id', 'project_no'],
        'stg_indicators': ['document_id', 'project_no', 'indicator_no'],
        'stg_problems': ['document_id', 'problem_no'],
    }) %}
{% endmacro %}

{% macro keys_beside_the_documents() %}
    {% do return({
        'stg_documents': ['document_id'],
        'stg_captures': ['document_id', 'source_id', 'url'],
        'stg_fetches': ['fetch_id'],
        'stg_register': ['unit_code'],
    }) %}
{% endmacro %}

{% macro keys_of_checks() %}
    {% set keys = {
        'int_check_documents': ['document_id'],
        'int_check_tables': ['document_id', 'table_id'],
        'int_check_facts': ['document_id', 'fact_id'],
        'int_check_rows': ['document_id', 'table_id', 'side', 'row_index'],
        'int_check_totals': ['document_id', 'table_id', 'side', 'row_index'],
        'int_check_summary_rows': ['document_id', 'table_id', 'half', 'row_index'],
        'int_check_summary_facts': ['document_id', 'fact_id', 'half'],
        'int_check_three_public': ['document_id', 'table_id', 'line', 'variant', 'item'],
        'int_check_anchors': ['document_id', 'table_id', 'anchor', 'fact_id'],
        'int_check_figures': ['document_id', 'figure_no'],
        'int_check_narrative': ['document_id', 'figure_id'],
        'int_check_changes': ['document_id', 'figure_no'],
        'int_check_paragraphs': ['document_id', 'paragraph_no'],
        'int_check_spending': ['document_id'],
    } %}
    {% for group in rule_models() if group != 'everywhere' %}
        {% do keys.update({'int_results_' ~ group: ['rule_id', 'document_id', 'subject']}) %}
    {% endfor %}
    {% do return(keys) %}
{% endmacro %}

{#- Tables over all documents, for the rules. -#}
{% macro keys_of_all_bodies() %}
    {% do return({
        'int_check_revisions': ['document_id'],
        'int_check_bodies': ['document_id'],
        'int_results_everywhere': ['rule_id', 'document_id', 'subject'],
    }) %}
{% endmacro %}

{% macro keys_of_what_is_kept() %}
    {% do return({
        'int_kept_spending': ['document_id'],
        'int_kept_shares': ['document_id', 'measure'],
        'int_kept_code_names': ['document_id', 'code', 'name'],
        'int_kept_digests': ['document_id'],
        'int_kept_sentences': ['document_id', 'shingle', 'text', 'page'],
        'int_kept_unit_lines': ['document_id', 'fact_id'],
        'int_kept_unit_totals': ['document_id', 'anchor', 'fact_id'],
        'int_kept_facts': ['document_id', 'fact_id'],
    }) %}
{% endmacro %}

{#- Keys that are there more than once, of all these tables; `within` names a relation of the documents to look at. -#}
{% macro doubled_keys(keys, within=none) %}
    {% for model, columns in keys.items() %}
        select
            '{{ model }}' as model,
            concat_ws('|', {{ columns | join(', ') }}) as key
        from {{ ref(model) }}
        {% if within %}
            where document_id in (select document_id from {{ within }})
        {% endif %}
        group by {{ columns | join(', ') }}
        having count(*) > 1
        {% if not loop.last %}
            union all
        {% endif %}
    {% endfor %}
{% endmacro %}
