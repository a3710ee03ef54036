{{ config(meta={'dagster': {'ref': {'name': 'fct_rule_results'}}}) }}
-- depends_on: {{ ref('int_check_revisions') }}
-- What is kept of a document is kept once; a body that counts twice shifts the median of its peers.
with looked_at as ({{ documents_under_test('int_check_revisions') }})

{{ doubled_keys(keys_of_what_is_kept(), within='looked_at') }}
union all
{{ doubled_keys(keys_of_all_bodies()) }}
