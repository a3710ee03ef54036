{{ config(materialized='view', meta={'tested_by': 'int_documents'}) }}
select
    document_id,
    table_id,
    table_kind as kind,
    kind_name_zh,
    title,
    table_number,
    pages,
    money_unit,
    row_count,
    is_empty,
    empty_statement,
    entity_line,
    cast(closure as double) as closure,
    unclaimed_tokens
from {{ ref('int_tables') }}
