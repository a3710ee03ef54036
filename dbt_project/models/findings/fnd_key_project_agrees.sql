{{ config(materialized='ephemeral') }}
-- 重点项目绩效表的预算数 = 项目支出表同名项目。
with key_projects as (
    select
        document_id,
        name_plain,
        fact_id,
        distrust_reason
    from {{ ref('int_check_facts') }}
    where table_kind = 'key_project_performance_target' and length(name_plain) > 3
        and column_id in ('total', 'budget_amount', 'amount')
    qualify count(*) over (partition by document_id, name_plain) = 1
),

projects as (
    select
        document_id,
        name_plain,
        fact_id,
        amount_yuan
    from {{ ref('int_check_facts') }}
    where table_kind = 'project_expenditure' and column_id = 'total'
    qualify count(*) over (partition by document_id, name_plain) = 1
),

terms as (
    select
        sides.document_id,
        'project:' || sides.name_plain as subject,
        sides.part,
        1 as coefficient,
        sides.fact_id,
        '重点项目“' || sides.name_plain || '”预算数' as actual_label,
        '项目支出表同名项目' as expected_label,
        false as omittable,
        cast(null as varchar) as blocked
    from (
        select
            document_id,
            name_plain,
            'actual' as part,
            fact_id
        from key_projects
        union all
        select
            document_id,
            name_plain,
            'expected' as part,
            fact_id
        from projects
    ) as sides
    qualify count(distinct part) over (partition by sides.document_id, sides.name_plain) = 2
),

{{ close_relations('key_project_agrees', 'terms', floor=1) }}
