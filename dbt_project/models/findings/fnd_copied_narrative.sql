{{ config(materialized='ephemeral') }}
-- 情况说明抄自别的单位: sentences that no third body prints. Sentences with amounts of their own are enough by
-- themselves; plain ones count only where the site has bodies enough to tell the template from a copy.
with bodies as (
    select * from {{ ref('int_check_bodies') }}
),

sentences as (
    select
        kept.*,
        bodies.source_id,
        coalesce(bodies.unit_id, bodies.document_id) as unit_id
    from {{ ref('int_kept_sentences') }} as kept
    inner join bodies using (document_id)
    where bodies.is_identified
),

-- what a third body prints as well is the template's
own_words as (
    select shingle from sentences
    group by shingle
    having count(distinct unit_id) <= 2
),

rare as (
    select sentences.*
    from sentences
    semi join own_words using (shingle)
),

sites as (
    select
        source_id,
        count(distinct unit_id) as units
    from sentences group by source_id
),

pairs as (
    select
        ours.document_id,
        theirs.document_id as other_document_id,
        count(*) filter (where ours.has_amount) as with_amounts,
        count(*) as shared,
        sum(ours.length) as characters,
        arg_max(ours.text, (ours.has_amount, ours.length, ours.text, ours.page, theirs.page)) as example,
        arg_max(ours.page, (ours.has_amount, ours.length, ours.text, ours.page, theirs.page)) as page,
        arg_max(theirs.page, (ours.has_amount, ours.length, ours.text, ours.page, theirs.page)) as other_page
    from rare as ours
    inner join rare as theirs on ours.shingle = theirs.shingle and ours.unit_id <> theirs.unit_id
    inner join bodies as our_bodies on ours.document_id = our_bodies.document_id
    inner join bodies as their_bodies on theirs.document_id = their_bodies.document_id
    where not {{ is_related('our_bodies', 'their_bodies') }}
    group by ours.document_id, theirs.document_id
),

own as (
    select
        document_id,
        source_id,
        sum(length) as characters,
        count(*) as rare_sentences
    from rare
    group by all
),

weighed as (
    select
        own.document_id,
        pairs.other_document_id,
        pairs.with_amounts,
        pairs.shared,
        pairs.example,
        pairs.page,
        pairs.other_page,
        coalesce(pairs.with_amounts >= 3, false) as copies_amounts,
        coalesce(
            pairs.shared >= 8 and pairs.characters >= 400 and pairs.characters >= 0.5 * own.characters
            and sites.units >= 8, false
        ) as copies_words
    from own
    inner join sites using (source_id)
    left join pairs using (document_id)
    qualify row_number() over (
        partition by own.document_id order by pairs.with_amounts desc nulls last, pairs.shared desc, pairs.other_document_id asc
    ) = 1
),

checks as (
    select
        weighed.document_id,
        'copied' as subject,
        '情况说明未与其他单位雷同' as relation,
        copies_amounts or copies_words as is_wrong,
        cast(null as varchar) as blocked,
        cast(null as varchar) as reason,
        {{ no_numbers() }},
        case when weighed.page is null then [] else [weighed.page] end as pages,
        '情况说明与“' || coalesce(others.entity_name, others.path) || '”' || coalesce(others.fiscal_year || '年', '')
        || '的公开雷同：' || shared || ' 句只见于这两个单位，其中 ' || with_amounts || ' 句含金额；例如第' || weighed.page || '页“'
        || left(example, 60) || case when length(example) > 60 then '…' else '' end || '”（对方第' || other_page || '页）'
        as message,
        copies_amounts,
        cast([] as varchar[]) as fact_ids
    from weighed
    left join bodies as others on weighed.other_document_id = others.document_id
)

{{ judge_checks('copied_narrative', 'checks', softened="case when not checks.copies_amounts then 'review' end") }}
