-- What the narrative (情况说明) states beside what the tables print: for each figure and document the nearest of
-- the lines it may mean. The tables may lie in another file of the same disclosure.
with stated as (
    select *
    from {{ ref('int_check_figures') }}
    where unit in ('yuan', 'stated_none')
        -- “项目涉及财政拨款资金” speaks of a part, not of the appropriation
        and not (figure_id = 'fiscal_appropriation_income' and regexp_matches(coalesce(subject, ''), '涉及|拨款资金$'))
),

lines as (
    select
        figure_id,
        topic,
        anchors,
        unnest(string_split(anchors, '+')) as anchor,
        len(string_split(anchors, '+')) as anchors_wanted
    from {{ ref('rule_narrative_lines') }}
),

printed as (
    select
        documents.disclosure_id,
        lines.figure_id,
        lines.topic,
        lines.anchors,
        any_value(anchors.document_id) as table_document_id,
        sum(anchors.amount_yuan) as amount,
        sum(anchors.half_unit) as half_unit,
        max(anchors.blocked) as blocked,
        list(anchors.fact_id order by anchors.fact_id) filter (where anchors.fact_id is not null) as fact_ids
    from lines
    inner join {{ ref('int_check_anchors') }} as anchors using (anchor)
    inner join {{ ref('int_check_documents') }} as documents on anchors.document_id = documents.document_id
    group by documents.disclosure_id, lines.figure_id, lines.topic, lines.anchors, lines.anchors_wanted
    having count(distinct anchors.anchor) = lines.anchors_wanted and count(distinct anchors.document_id) = 1
),

-- What a disagreement may come from where not every table was read: the sentence speaks of one of the others.
unread as (
    select
        documents.disclosure_id,
        max(documents.image_page_count) > 0 as has_pictures,
        coalesce(bool_or(tables.kind in ('expenditure_summary', 'final_expenditure')), false) as has_expenditure_table
    from {{ ref('int_check_documents') }} as documents
    left join {{ ref('int_check_tables') }} as tables using (document_id)
    group by documents.disclosure_id
),

compared as (
    select
        stated.*,
        printed.topic,
        printed.anchors,
        printed.table_document_id,
        printed.amount,
        printed.half_unit as table_half_unit,
        coalesce(
            printed.blocked,
            case
                when unread.has_pictures then '文件中有图片页，所述的表可能在其中'
                when stated.figure_id in ('basic_expenditure', 'project_expenditure') and not unread.has_expenditure_table
                    then '未读到支出总表'
            end
        ) as blocked,
        printed.fact_ids,
        -- programs force roundings so that parts add up: one unit where decimals are printed
        greatest(
            stated.half_unit + printed.half_unit,
            case when stated.decimals > 0 then 2 * stated.half_unit else 0 end
        ) as tolerance
    from stated
    inner join printed
        on stated.disclosure_id = printed.disclosure_id and stated.figure_id = printed.figure_id
    inner join unread on stated.disclosure_id = unread.disclosure_id
)

select *
from compared
-- a document that states a figure several times (this year, last year, without carry-over) means one of them
qualify row_number() over (
    partition by document_id, figure_id
    order by
        abs(value - amount) > tolerance, blocked is not null, abs(value - amount), figure_no,
        len(fact_ids) nulls last, anchors, topic
) = 1
