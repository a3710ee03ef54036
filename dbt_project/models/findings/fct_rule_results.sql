{{ config(materialized='view', meta={'tested_by': 'int_check_revisions'}) }}
-- One row per checked relation: 通过 pass, 不符 fail, 可解释 explained, 不适用 not_applicable, 未核 not_checked.
select * from {{ ref('int_results_of_documents') }}
union all
select * from {{ ref('int_results_of_bodies') }}
