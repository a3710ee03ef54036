{{ config(meta={'dagster': {'ref': {'name': 'fct_rule_results'}}}) }}
-- depends_on: {{ ref('int_check_revisions') }}
-- Nothing is silently left out: each rule of the catalogue has a result for each disclosure, if only that it does not
-- apply. Results of documents that were not checked tonight still stand.
with asked as (
    select
        documents.document_id,
        catalogue.rule_id
    from {{ ref('int_check_bodies') }} as documents
    cross join {{ ref('rule_catalogue') }} as catalogue
),

counted as (
    select
        document_id,
        count(distinct rule_id) as rule_count
    from {{ ref('fct_rule_results') }}
    where document_id in (
        select looked_at.document_id from ({{ documents_under_test('int_check_revisions') }}) as looked_at
    )
    group by document_id
)

select
    asked.document_id,
    count(*) as expected_count,
    any_value(counted.rule_count) as rule_count
from asked
semi join ({{ documents_under_test('int_check_revisions') }}) as looked_at on asked.document_id = looked_at.document_id
left join counted on asked.document_id = counted.document_id
group by asked.document_id
having count(*) is distinct from any_value(counted.rule_count)
