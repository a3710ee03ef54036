{#-
    Which documents the rules look at. A document is checked anew where it, a file of its disclosure or what its
    body published for the year before is another than when it was checked (int_check_revisions).
-#}
{% macro documents_to_check() %}
    select
        document_id,
        document_revision
    from {{ ref('int_check_revisions') }}
    semi join ({{ documents_of_round(ref('int_rounds')) }}) as of_round using (document_id)
    anti join ({{ built_documents('int_results_of_documents') }}) as checked using (document_id, document_revision)
{% endmacro %}

{#- Tables with rows of the documents to check, and until int_results_across of those they are compared with. -#}
{% macro tables_to_check() %}
    {% do return([
        'int_check_tables', 'int_check_facts', 'int_check_rows', 'int_check_totals', 'int_check_summary_rows',
        'int_check_summary_facts', 'int_check_three_public', 'int_check_anchors', 'int_check_figures',
        'int_check_narrative', 'int_check_changes', 'int_check_paragraphs',
    ]) %}
{% endmacro %}

{#- Tables that hold the documents of one round (int_rounds) and are made anew for the next. -#}
{% macro tables_of_round() %}
    {% set tables = ['int_check_documents'] + tables_to_check() %}
    {% for group in rule_models() if group != 'everywhere' %}
        {% do tables.append('int_results_' ~ group) %}
    {% endfor %}
    {% do return(tables) %}
{% endmacro %}

{#- Post-hook: all other rules see the documents to check alone. -#}
{% macro leave_what_is_compared() %}
    {% for table in tables_to_check() %}
    delete from main.{{ table }}
    where document_id not in (select documents.document_id from main.int_check_documents as documents where is_checked);
    {% endfor %}
    delete from main.int_check_documents where not is_checked
{% endmacro %}

{#- The rows of a staging model that the rules look at; `source` lets other parts of the lake lie unread. -#}
{% macro checked_rows(model) -%}
(
        select rows_read.*
        from {{ ref(model) }} as rows_read
        semi join {{ ref('int_check_documents') }} as documents
            on rows_read.document_id = documents.document_id and rows_read.source = documents.source
    )
{%- endmacro %}
