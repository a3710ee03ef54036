{{ config(materialized='ephemeral') }}
-- 应公开而未公开: a body of the register without a disclosure of a season in which others of its city have published.
-- Where the day of approval is known, only from the twenty-first day after it; else once half of the city has.
with tonight as (
    select max(night) as night
    from (
        select max(try_cast(night as date)) as night from {{ ref('stg_fetches') }}
        union all
        select max(try_cast(first_seen_night as date)) from {{ ref('stg_captures') }}
    ) as nights
),

counted as (
    -- a site of three bodies and more has its own season; sites of single bodies share one
    select
        *,
        count(*) over (partition by source_id, doc_kind, fiscal_year) as site_expected,
        count(*) filter (where status <> 'missing') over (partition by source_id, doc_kind, fiscal_year) as site_published,
        count(*) over (partition by doc_kind, fiscal_year) as all_expected,
        count(*) filter (where status <> 'missing') over (partition by doc_kind, fiscal_year) as all_published
    from {{ ref('fct_disclosure_coverage') }}
    where is_expected
),

due as (
    select
        counted.*,
        case when site_expected >= 3 then site_expected else all_expected end as expected,
        case when site_expected >= 3 then site_published else all_published end as published,
        tonight.night
    from counted
    cross join tonight
),

judged as (
    select
        *,
        case
            when status = 'unreadable' then '已公开的文件无法读取'
            when status = 'missing' and night <= publish_by
                then '批复后二十日尚未届满'
            when status = 'missing' and approval_date is null and 2 * published < expected
                then '该年度公开的单位不足一半，公开季可能尚未结束'
        end as blocked
    from due
)

select
    'must_publish' as rule_id,
    document_id,
    'must_publish' as subject,
    fiscal_year || '年部门' || case doc_kind when 'final' then '决算' else '预算' end || '已公开' as relation,
    case when blocked is not null then 'not_checked' when status = 'missing' then 'fail' else 'pass' end as result,
    blocked as reason,
    cast(null as decimal(24, 6)) as expected,
    cast(null as decimal(24, 6)) as actual,
    cast(null as decimal(24, 6)) as difference,
    cast(null as decimal(24, 6)) as tolerance,
    'text' as unit,
    cast([] as integer[]) as pages,
    case when blocked is null and status = 'missing' then
        '“' || unit_name || '”在应公开名录内，未见其' || fiscal_year || '年'
        || case doc_kind when 'final' then '决算' else '预算' end || '公开；名录内 ' || expected || ' 个单位已有 ' || published
        || ' 个公开' || case when approval_date is not null
            then '，批复日为 ' || approval_date || '，应于 ' || publish_by || ' 前公开' else '' end
    end as message,
    {{ nothing_cited() }} as cited,
    cast(null as varchar) as own_severity,
    unit_id,
    unit_name as entity_name,
    fiscal_year,
    doc_kind,
    source_id
from judged
