{{ config(materialized='ephemeral') }}
-- 编制单位: the line above a table names another body than the one that publishes.
with lines as (
    select
        tables.document_id,
        tables.kind,
        tables.table_label,
        tables.pages,
        documents.entity_key,
        {{ clean_entity(
            "regexp_replace(regexp_extract(sources.entity_line, '(?:编制部门|编制单位|填报单位|部门名称|单位名称|预算单位|公开部门|部门|单位)?(?:（[^）]*）)?[:：]?\\s*(?:\\d{3,9}[-—]?)?(.+)$', 1), '\\s', '', 'g')"
        ) }} as body
    from {{ ref('int_check_tables') }} as tables
    inner join {{ checked_rows('stg_tables') }} as sources using (document_id, table_id)
    inner join {{ ref('int_check_documents') }} as documents using (document_id)
    where sources.entity_line is not null and documents.entity_key is not null
),

bodies as (
    select
        *,
        contains(entity_key, body) or contains(body, entity_key) or {{ is_short_for('body', 'entity_key') }}
        or {{ is_short_for('entity_key', 'body') }} as is_own
    from (
        select distinct
            entity_key,
            body
        from lines
    ) as named
    where length(body) >= 4
        and regexp_matches(body, '(局|委|办|厅|院|中心|委员会|办公室|政府|街道|大队|支队|总队|学校|大学|法院|检察院|协会|联合会|馆|站|所)$')
),

compared as (
    select *
    from lines
    inner join bodies using (entity_key, body)
),

unit_lists as (
    select distinct
        document_id,
        {{ clean_entity('name') }} as body
    from (
        select
            document_id,
            subject_name as name
        from {{ ref('int_check_facts') }}
        union
        select
            document_id,
            unit_name
        from {{ ref('int_check_facts') }}
    ) as named
),

checks as (
    select
        compared.document_id,
        'table_body:' || case when is_own or unit_lists.body is not null then 'own' else compared.body end as subject,
        '表上的编制单位为本单位' as relation,
        not is_own and unit_lists.body is null as is_wrong,
        cast(null as varchar) as blocked,
        cast(null as varchar) as reason,
        {{ no_numbers() }},
        compared.pages,
        compared.table_label || {{ pages_label('compared.pages') }} || '：编制单位为“' || compared.body
        || '”，公开主体为“' || compared.entity_key || '”' as message,
        cast([] as varchar[]) as fact_ids
    from compared
    left join unit_lists on compared.document_id = unit_lists.document_id and compared.body = unit_lists.body
    qualify row_number() over (partition by compared.document_id, subject order by compared.pages, compared.table_label) = 1
)

{{ judge_checks('body_in_table', 'checks') }}
