{{ config(materialized='ephemeral') }}
-- 逾期公开: published later than twenty days after approval. The day of publication is that of the address or the
-- link (t20260213_, 2026-02-13); else the night a file was first seen, where its list had been looked at before.
with visited as (
    select
        source_id,
        min(try_cast(first_seen_night as date)) as first_night
    from {{ ref('stg_captures') }}
    group by source_id
),

dated as (
    -- the first file of a disclosure counts, whatever was corrected afterwards
    select
        documents.unit_id,
        documents.doc_kind,
        documents.fiscal_year,
        min(captures.source_id) as source_id,
        min(try_cast(captures.first_seen_night as date)) as seen_on,
        min({{ date_in('captures.link_text') }}) as said_on,
        min(coalesce({{ date_in('captures.list_url') }}, {{ date_in('captures.url') }})) as addressed_on
    from {{ ref('stg_captures') }} as captures
    inner join {{ ref('int_documents') }} as documents using (document_id)
    where documents.is_disclosure and documents.is_identified
    group by all
),

published as (
    select
        coverage.*,
        coalesce(
            dated.said_on, dated.addressed_on,
            case when dated.seen_on > visited.first_night then dated.seen_on end
        ) as published_on,
        case
            when coalesce(dated.said_on, dated.addressed_on) is null then '首次抓取所见日期'
            when dated.said_on is not null then '链接日期' else '网址日期'
        end as published_by
    from {{ ref('fct_disclosure_coverage') }} as coverage
    inner join dated
        on coverage.unit_id = dated.unit_id and coverage.doc_kind = dated.doc_kind
        and coverage.fiscal_year = dated.fiscal_year
    left join visited on dated.source_id = visited.source_id
    where coverage.is_expected and coverage.status not in ('missing', 'unreadable')
        and coverage.approval_date is not null
)

select
    'published_late' as rule_id,
    document_id,
    'published_late' as subject,
    '批复后二十日内公开' as relation,
    case when published_on is null then 'not_checked' when published_on > publish_by then 'fail' else 'pass' end
    as result,
    case when published_on is null then '无法确定公开日期' end as reason,
    cast(publish_by - approval_date as decimal(24, 6)) as expected,
    cast(published_on - approval_date as decimal(24, 6)) as actual,
    cast(published_on - publish_by as decimal(24, 6)) as difference,
    cast(null as decimal(24, 6)) as tolerance,
    'count' as unit,
    cast([] as integer[]) as pages,
    case when published_on > publish_by then
        '“' || unit_name || '”的批复日为 ' || approval_date || '，应于 ' || publish_by || ' 前公开，'
        || published_by || '为 ' || published_on || '，晚 ' || (published_on - publish_by) || ' 天'
    end as message,
    {{ nothing_cited() }} as cited,
    cast(null as varchar) as own_severity,
    unit_id,
    unit_name as entity_name,
    fiscal_year,
    doc_kind,
    source_id
from published
