-- One row per checked relation: 通过 pass, 不符 fail, 可解释 explained, 不适用 not_applicable, 未核 not_checked.
with results as (
    {% for rule in rule_models() %}
    select
        rule_id, document_id, subject, relation, result, reason, expected, actual, difference, tolerance, unit,
        pages, message, evidence
    from {{ ref('fnd_' ~ rule) }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select
    results.rule_id,
    catalogue.name_zh as rule_name,
    results.document_id,
    documents.unit_id,
    documents.fiscal_year,
    documents.doc_kind,
    results.subject,
    results.relation,
    results.result,
    results.reason,
    case when results.result = 'explained' then 'note' else catalogue.severity end as severity,
    results.expected,
    results.actual,
    results.difference,
    results.tolerance,
    results.unit,
    results.pages,
    results.message,
    results.evidence
from results
inner join {{ ref('int_check_documents') }} as documents using (document_id)
inner join {{ ref('rule_catalogue') }} as catalogue using (rule_id)
