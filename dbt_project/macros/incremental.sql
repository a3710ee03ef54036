{#-
    Incremental models are keyed by document. A document's revision changes with its reader version,
    its identity and its year; documents already built at this revision are left alone.
-#}
{% macro documents_to_build() %}
    select document_id, document_revision, fiscal_year, doc_kind
    from {{ ref('int_documents') }}
    {% if is_incremental() %}
    anti join (select distinct document_id, document_revision from {{ this }}) as built
        using (document_id, document_revision)
    {% endif %}
{% endmacro %}

{#- Pre-hook: rows of documents that are gone or stand at another revision. -#}
{% macro delete_stale_documents() %}
    {% if is_incremental() %}
    delete from {{ this }}
    where document_id in (
        select built.document_id
        from (select distinct document_id, document_revision from {{ this }}) as built
        anti join {{ ref('int_documents') }} as documents
            on
                built.document_id = documents.document_id
                and built.document_revision = documents.document_revision
    )
    {% else %}
    select 1
    {% endif %}
{% endmacro %}
