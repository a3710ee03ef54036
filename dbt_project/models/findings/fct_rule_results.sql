{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    meta={'tested_by': 'int_check_revisions', 'kept_by': 'int_check_revisions', 'made_anew': true},
    pre_hook='{{ delete_stale_documents() }}',
    post_hook=['{{ forget_stale_documents() }}', '{{ remember_documents() }}']
) }}
-- One row per checked relation: 通过 pass, 不符 fail, 可解释 explained, 不适用 not_applicable, 未核 not_checked.
with checked as (
    select *
    from {{ ref('int_check_documents') }}
    where is_checked
),

of_documents as (
    {% for group in rule_models() if group != 'everywhere' %}
    select * from {{ ref('int_results_' ~ group) }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

made_anew as (
    select * from {{ ref('int_results_everywhere') }}
    {% for rule in city_rules() %}
    union all by name
    select * from {{ ref('fnd_' ~ rule) }}
    {% endfor %}
),

results as (
    select of_documents.*
    from of_documents
    semi join checked on of_documents.document_id = checked.document_id
    union all by name
    select * from made_anew
),

-- A rule that found nothing to look at in a document says so: nothing is silently left out.
asked as (
    select
        catalogue.rule_id,
        catalogue.name_zh,
        documents.document_id,
        documents.image_page_count,
        documents.read_status
    from {{ ref('int_documents') }} as documents
    cross join {{ ref('rule_catalogue') }} as catalogue
    where
        documents.is_disclosure
        and documents.is_current
        and (
            catalogue.rule_id in (
                {% for rule in rules_made_anew() %}
                    '{{ rule }}'{% if not loop.last %},{% endif %}
                {% endfor %}
            )
            or documents.document_id in (select checked.document_id from checked)
        )
),

silent as (
    select
        asked.rule_id,
        asked.document_id,
        'document' as subject,
        asked.name_zh as relation,
        case when asked.image_page_count > 0 or asked.read_status <> 'ok' then 'not_checked'
            else 'not_applicable' end as result,
        case when asked.image_page_count > 0 or asked.read_status <> 'ok' then '文件有图片页或未读出的页'
            else '文件中没有所需的表格、栏目或文字' end as reason
    from asked
    anti join (select distinct
        rule_id,
        document_id
    from results) as spoken
        on asked.rule_id = spoken.rule_id and asked.document_id = spoken.document_id
),

all_results as (
    select * from results
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
left join {{ ref('int_documents') }} as documents
    on results.document_id = documents.document_id and documents.is_disclosure and documents.is_current
inner join {{ ref('rule_catalogue') }} as catalogue using (rule_id)
where documents.document_id is not null or results.unit_id is not null
