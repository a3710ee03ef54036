{#-
    Results with what readers want to know of rule and document; `rules` is the condition of the rules asked. A rule
    that found nothing to look at in a document says so: nothing is silently left out. A result may be of no document
    and then names its body itself.
-#}
{% macro results_told(results, documents, rules) %}
silent as (
    select
        catalogue.rule_id,
        documents.document_id,
        'document' as subject,
        catalogue.name_zh as relation,
        case when documents.image_page_count > 0 or documents.read_status <> 'ok' then 'not_checked'
            else 'not_applicable' end as result,
        case when documents.image_page_count > 0 or documents.read_status <> 'ok' then '文件有图片页或未读出的页'
            else '文件中没有所需的表格、栏目或文字' end as reason
    from {{ documents }} as documents
    cross join {{ ref('rule_catalogue') }} as catalogue
    anti join {{ results }} as spoken
        on catalogue.rule_id = spoken.rule_id and documents.document_id = spoken.document_id
    where catalogue.rule_id {{ rules }}
),

all_results as (
    select * from {{ results }}
    union all by name
    select * from silent
)

select
    results.rule_id,
    catalogue.name_zh as rule_name,
    results.document_id,
    coalesce(documents.unit_id, results.unit_id) as unit_id,
    coalesce(documents.fiscal_year, results.fiscal_year) as fiscal_year,
    coalesce(documents.doc_kind, results.doc_kind) as doc_kind,
    coalesce(documents.source_id, results.source_id) as source_id,
    coalesce(documents.entity_name, results.entity_name) as entity_name,
    results.subject,
    results.relation,
    results.result,
    results.reason,
    case when results.result = 'explained' then 'note' else coalesce(results.own_severity, catalogue.severity) end
    as severity,
    results.expected,
    results.actual,
    results.difference,
    results.tolerance,
    results.unit,
    results.pages,
    results.message,
    results.evidence
from all_results as results
left join {{ documents }} as documents on results.document_id = documents.document_id
inner join {{ ref('rule_catalogue') }} as catalogue on results.rule_id = catalogue.rule_id
where documents.document_id is not null or results.unit_id is not null
{% endmacro %}
