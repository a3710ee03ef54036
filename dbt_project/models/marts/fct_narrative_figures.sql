{{ config(materialized='view', meta={'tested_by': 'int_documents'}) }}
select
    figures.document_id,
    figures.figure_no,
    figures.figure_id,
    documents.disclosure_id,
    documents.unit_id,
    documents.doc_kind,
    cast(documents.fiscal_year as smallint) as fiscal_year,
    documents.is_current,
    figures.subject,
    figures.value_printed,
    figures.value,
    figures.unit,
    figures.decimals_printed,
    figures.sentence,
    coalesce(figures.box_page, figures.page) as page,
    figures.char_start,
    figures.char_end,
    figures.x0,
    figures.top,
    figures.x1,
    figures.bottom
from {{ ref('stg_figures') }} as figures
inner join {{ ref('int_documents') }} as documents on figures.document_id = documents.document_id
where documents.is_disclosure
