{{ config(materialized='ephemeral') }}
-- 表格数字完全相同: two bodies, or two years of one body, whose tables print the same amounts throughout: a file
-- put up twice or last year's tables left in.
with bodies as (
    select * from {{ ref('int_check_bodies') }}
),

amounts as (
    select
        digests.*,
        bodies.disclosure_id,
        bodies.unit_id,
        bodies.doc_kind,
        bodies.fiscal_year
    from {{ ref('int_kept_digests') }} as digests
    inner join bodies using (document_id)
    where bodies.is_identified
),

twins as (
    select
        ours.document_id,
        theirs.document_id as other_document_id,
        theirs.fiscal_year <> ours.fiscal_year as is_other_year
    from amounts as ours
    inner join amounts as theirs
        on ours.digest = theirs.digest and ours.disclosure_id <> theirs.disclosure_id
        and (ours.unit_id <> theirs.unit_id or ours.fiscal_year <> theirs.fiscal_year)
        and ours.doc_kind = theirs.doc_kind
    inner join bodies as our_bodies on ours.document_id = our_bodies.document_id
    inner join bodies as their_bodies on theirs.document_id = their_bodies.document_id
    where ours.fiscal_year <> theirs.fiscal_year or not {{ is_related('our_bodies', 'their_bodies') }}
    qualify row_number() over (partition by ours.document_id order by theirs.document_id) = 1
),

checks as (
    select
        amounts.document_id,
        'same_figures' as subject,
        '各表数字不与别的公开完全相同' as relation,
        twins.document_id is not null as is_wrong,
        cast(null as varchar) as blocked,
        cast(null as varchar) as reason,
        {{ no_numbers() }},
        cast([] as integer[]) as pages,
        '各表 ' || amounts.amounts || ' 个不同金额与“' || coalesce(others.entity_name, others.path) || '”'
        || coalesce(others.fiscal_year || '年', '') || '的公开完全相同'
        || case when is_other_year then '，疑为沿用了另一年度的表格' else '，疑为错挂或重复上传' end as message,
        cast([] as varchar[]) as fact_ids
    from amounts
    left join twins using (document_id)
    left join bodies as others on twins.other_document_id = others.document_id
)

{{ judge_checks('same_figures_twice', 'checks') }}
