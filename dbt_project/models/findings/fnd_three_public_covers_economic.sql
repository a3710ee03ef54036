{{ config(materialized='ephemeral') }}
-- “三公”经费不小于基本支出中的同类经济科目 (30212 出国、30217 接待、30231 用车运行、31013 购置).
with pairs (code, item, name) as (
    values ('30212', 'abroad', '因公出国（境）费'), ('30217', 'reception', '公务接待费'),
    ('30231', 'vehicle_operation', '公务用车运行维护费'), ('31013', 'vehicle_purchase', '公务用车购置费')
),

economic as (
    select
        facts.document_id,
        pairs.code,
        pairs.item,
        pairs.name,
        facts.fact_id
    from {{ ref('int_check_facts') }} as facts
    inner join pairs on facts.full_code = pairs.code
    where facts.table_kind = 'general_public_basic_by_economic' and facts.column_id in ('total', 'basic')
),

items as (
    select
        document_id,
        replace(anchor, 'three_public.', '') as item,
        fact_id,
        blocked
    from {{ ref('int_check_anchors') }}
    where anchor like 'three_public.%'
),

terms as (
    select
        economic.document_id,
        'three_public:' || economic.code as subject,
        'actual' as part,
        1 as coefficient,
        economic.fact_id,
        '基本支出 ' || economic.code || ' ' || economic.name as actual_label,
        '“三公”经费表' || economic.name as expected_label,
        false as omittable,
        items.blocked
    from economic
    inner join items using (document_id, item)
    union all
    select
        economic.document_id,
        'three_public:' || economic.code as subject,
        'expected' as part,
        1 as coefficient,
        items.fact_id,
        '基本支出 ' || economic.code || ' ' || economic.name as actual_label,
        '“三公”经费表' || economic.name as expected_label,
        false as omittable,
        items.blocked
    from (select distinct
        document_id,
        code,
        item,
        name
    from economic) as economic
    inner join items using (document_id, item)
    where items.fact_id is not null
),

{{ close_relations('three_public_covers_economic', 'terms', 'at_most') }}
