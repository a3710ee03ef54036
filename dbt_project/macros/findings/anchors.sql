{#
    表间核对: two bottom lines say the same. `pairs` is a list of
        [subject, anchor, [alternative, …], label of the anchor, label of the alternative]
    where an alternative is a list of anchors that add up ('-kind.column' is subtracted). Templates differ in
    which line a table repeats (with or without carry-over): the nearest alternative that the document has counts.
    `comparison` is 'equal', or 'at_most' where the anchor may not exceed the alternative.
#}
{% macro anchors_agree(rule_id, pairs, comparison='equal') %}
with wanted(subject, alternative, part, anchor, coefficient, actual_label, expected_label) as (
    values
    {% for pair in pairs %}
    {% set outer = loop %}
    ('{{ pair[0] }}', 0, 'actual', '{{ pair[1] }}', 1, '{{ pair[3] }}', '{{ pair[4] }}'),
    {% for alternative in pair[2] %}
    {% set inner = loop %}
    {% for anchor in alternative %}
    ('{{ pair[0] }}', {{ inner.index }}, 'expected', '{{ anchor | replace("-", "") }}',
        {{ -1 if anchor.startswith('-') else 1 }}, '{{ pair[3] }}', '{{ pair[4] }}'){{ "" if outer.last and inner.last and loop.last else "," }}
    {% endfor %}
    {% endfor %}
    {% endfor %}
),

summed as (
    select
        anchors.document_id,
        wanted.subject,
        wanted.alternative,
        wanted.part,
        sum(wanted.coefficient * anchors.amount_yuan) as amount,
        max(anchors.blocked) as blocked,
        count(distinct wanted.anchor) as anchors_found
    from wanted
    inner join {{ ref('int_check_anchors') }} as anchors using (anchor)
    group by all
),

alternatives as (
    select subject, alternative, count(distinct anchor) as anchors_wanted
    from wanted
    group by all
),

nearest as (
    select
        lefts.document_id,
        lefts.subject,
        arg_min(
            struct_pack(alternative := rights.alternative, blocked := coalesce(lefts.blocked, rights.blocked)),
            (abs(lefts.amount - rights.amount), rights.alternative)
        ) as choice
    from summed as lefts
    inner join summed as rights
        on lefts.document_id = rights.document_id and lefts.subject = rights.subject and rights.part = 'expected'
    inner join alternatives
        on rights.subject = alternatives.subject and rights.alternative = alternatives.alternative
        and rights.anchors_found = alternatives.anchors_wanted
    where lefts.part = 'actual'
    group by all
),

terms as (
    select
        nearest.document_id,
        nearest.subject,
        wanted.part,
        wanted.coefficient,
        anchors.fact_id,
        wanted.actual_label,
        wanted.expected_label,
        false as omittable,
        nearest.choice.blocked as blocked
    from nearest
    inner join wanted
        on nearest.subject = wanted.subject
        and (wanted.part = 'actual' or wanted.alternative = nearest.choice.alternative)
    inner join {{ ref('int_check_anchors') }} as anchors
        on nearest.document_id = anchors.document_id and wanted.anchor = anchors.anchor
    where anchors.fact_id is not null
),

{{ close_relations(rule_id, 'terms', comparison, floor=1) }}
{% endmacro %}
