{#-
    Which documents the rules look at. A document is checked anew where it, a file of its disclosure or what its
    body published for the year before is another than when it was checked (int_check_revisions).
-#}
{% macro documents_to_check() %}
    select
        document_id,
        document_revision
    from {{ ref('int_check_revisions') }}
    anti join ({{ built_documents('fct_rule_results') }}) as checked using (document_id, document_revision)
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
