-- What contradicts itself (问题), one row per contradiction, with its proof. The fingerprint is of unit, year,
-- kind, rule and subject, not of the file: the same mistake in a re-published file is the same finding.
with failed as (
    select
        left(md5(concat_ws(
            '|',
            coalesce(results.unit_id, results.document_id),
            documents.scope,
            results.fiscal_year,
            results.doc_kind,
            results.rule_id,
            results.subject
        )), 16) as finding_id,
        results.*,
        documents.disclosure_id,
        documents.scope,
        catalogue.name_en as rule_name_en,
        catalogue.basis
    from {{ ref('fct_rule_results') }} as results
    left join {{ ref('int_documents') }} as documents
        on results.document_id = documents.document_id and documents.is_disclosure and documents.is_current
    inner join {{ ref('rule_catalogue') }} as catalogue using (rule_id)
    where results.result = 'fail'
)

select
    finding_id,
    document_id,
    disclosure_id,
    source_id,
    unit_id,
    entity_name,
    scope,
    doc_kind,
    fiscal_year,
    rule_id,
    rule_name,
    rule_name_en,
    severity,
    subject,
    relation,
    pages,
    expected,
    actual,
    difference,
    tolerance,
    unit,
    message,
    basis,
    evidence
from failed
qualify row_number() over (partition by finding_id order by document_id, pages) = 1
