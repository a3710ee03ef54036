{{ config(meta={'dagster': {'ref': {'name': 'stg_facts'}}}) }}
-- A row that the lake holds twice would be added twice everywhere.
-- depends_on: {{ ref('int_documents') }}
with looked_at as ({{ documents_under_test() }})

{{ doubled_keys(keys_of_the_lake(), within='looked_at') }}
union all
{{ doubled_keys(keys_beside_the_documents()) }}
