{{ config(materialized='ephemeral') }}
-- 绩效指标权重: where a form gives each of its indicators a weight, they add up to 100; to 90 where the ten points
-- for carrying out the budget (预算执行率) stand apart.
with forms as (
    select
        indicators.document_id,
        indicators.project_no,
        max(tables.distrust_reason) as distrust_reason,
        coalesce(indicators.is_period, false) as is_period,
        count(*) as indicator_count,
        count(indicators.weight) as weighted,
        sum(indicators.weight) as weights,
        bool_or(contains(indicators.indicator_name, '执行率')) as has_execution,
        min(indicators.page) as page
    from {{ checked_rows('stg_indicators') }} as indicators
    left join {{ ref('int_check_tables') }} as tables
        on indicators.document_id = tables.document_id and indicators.table_id = tables.table_id
    group by all
    having weighted > 0
),

checks as (
    select
        forms.document_id,
        'form_weights:' || coalesce(projects.project_name, '') || ':' || forms.project_no
        || case when is_period then ':period' else '' end as subject,
        '绩效指标权重之和为 100' as relation,
        weights <> 100 and not (weights = 90 and not has_execution) as is_wrong,
        case
            when distrust_reason is not null then distrust_reason
            when weighted < indicator_count or indicator_count < 3 then '部分指标没有印出权重'
        end as blocked,
        cast(null as varchar) as reason,
        100 as expected,
        weights as actual,
        0 as tolerance,
        'count' as unit,
        [forms.page] as pages,
        '第' || forms.page || '页绩效目标表“' || coalesce(projects.project_name, '') || '”：' || indicator_count
        || ' 个指标的权重之和为 ' || format('{:g}', cast(weights as double)) || '，应为 100' as message,
        cast([] as varchar[]) as fact_ids
    from forms
    left join {{ checked_rows('stg_projects') }} as projects using (document_id, project_no)
)

{{ judge_checks('form_weights', 'checks') }}
