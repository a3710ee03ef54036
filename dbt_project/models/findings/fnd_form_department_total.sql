{{ config(materialized='ephemeral') }}
-- 部门整体绩效目标表: 预算支出总额 = 财政拨款 + 其他资金, each of them = 基本支出 + 项目支出.
with amounts as (
    select
        *,
        regexp_replace(column_label, '^.*?(预算支出总额|财政拨款|其他资金)', '\1') as path
    from {{ ref('int_check_facts') }}
    where table_kind = 'department_performance_target'
        and column_id in ('amount_total', 'amount_basic', 'amount_project')
        and regexp_matches(column_label, '(预算支出总额|(财政拨款|其他资金)/(合计|基本支出|项目支出))$')
),

single as (
    select * from amounts
    qualify count(*) over (partition by document_id, table_id, path) = 1
        or row_index = min(row_index) over (partition by document_id, table_id)
),

terms as (
    select
        document_id,
        'department_form:total' as subject,
        case when path = '预算支出总额' then 'actual' else 'expected' end as part,
        1 as coefficient,
        fact_id,
        '预算支出总额' as actual_label,
        '财政拨款与其他资金之和' as expected_label,
        false as omittable,
        cast(null as varchar) as blocked
    from single
    where path = '预算支出总额' or path like '%/合计'
    qualify count(*) filter (where path = '预算支出总额') over (partition by document_id) = 1
        and count(*) filter (where path = '财政拨款/合计') over (partition by document_id) = 1
    union all
    select
        document_id,
        'department_form:' || split_part(path, '/', 1) as subject,
        case when path like '%/合计' then 'actual' else 'expected' end as part,
        1 as coefficient,
        fact_id,
        split_part(path, '/', 1) || '合计' as actual_label,
        '基本支出与项目支出之和' as expected_label,
        false as omittable,
        cast(null as varchar) as blocked
    from single
    where path like '%/%'
    qualify count(*) filter (where path like '%/合计') over (partition by document_id, split_part(path, '/', 1)) = 1
        and count(*) filter (where path not like '%/合计') over (partition by document_id, split_part(path, '/', 1)) > 0
),

{{ close_relations('form_department_total', 'terms') }}
