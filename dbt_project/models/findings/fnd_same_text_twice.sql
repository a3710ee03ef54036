{{ config(materialized='ephemeral') }}
-- 同一文件挂在两个单位名下，或两份公开文字完全相同。
with texts as (
    select
        document_id,
        unit_id,
        entity_name,
        path,
        text_sha256,
        fiscal_year,
        count(*) over (partition by text_sha256) as copies,
        count(distinct unit_id) over (partition by text_sha256) as units
    from {{ ref('int_check_bodies') }}
    where text_sha256 is not null
),

checks as (
    select
        document_id,
        'same_text' as subject,
        '文字与其他公开文件不完全相同' as relation,
        copies > 1 as is_wrong,
        cast(null as varchar) as blocked,
        cast(null as varchar) as reason,
        {{ no_numbers() }},
        cast([] as integer[]) as pages,
        '与另 ' || (copies - 1) || ' 份公开文件文字完全相同' || case when units > 1 then '，且分属不同单位' else '' end as message,
        cast([] as varchar[]) as fact_ids
    from texts
)

{{ judge_checks('same_text_twice', 'checks') }}
