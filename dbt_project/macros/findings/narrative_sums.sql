{#
    情况说明内部相加: in one sentence (or the paragraph of it) the figure `total` is the sum of the figures `parts`.
    `at_most` turns it round: the one part may not exceed the total. `spread`: where no sentence holds them all, but
    the document states the total and each part once, on one page or two, they add up all the same.
#}
{% macro narrative_sum(rule_id, total, parts, relation, least_parts=2, at_most=false, unit='yuan', spread=false) %}
with figures as (
    select * from {{ ref('int_check_figures') }} where unit = '{{ unit }}'
),

totals as (
    select * from figures where figure_id = '{{ total }}'
),

summed as (
    select
        totals.document_id,
        totals.figure_no,
        any_value(totals.page) as page,
        any_value(totals.sentence) as sentence,
        any_value(totals.value) as total_value,
        any_value(totals.value_printed) as total_printed,
        any_value(totals.unit_multiplier) as unit_multiplier,
        sum(parts.value) as parts_value,
        string_agg(parts.value_printed, '、' order by parts.figure_no) as parts_printed,
        any_value(totals.half_unit) + sum(parts.half_unit) as interval_tolerance,
        max(greatest(totals.half_unit, parts.half_unit)) as half_unit,
        count(distinct parts.figure_id) as part_ids,
        count(*) as part_rows
    from totals
    inner join figures as parts
        on totals.document_id = parts.document_id
        and totals.sentence = parts.sentence
        and parts.figure_id in ({{ "'" ~ parts | join("', '") ~ "'" }})
        and parts.figure_no > totals.figure_no
        and parts.figure_no <= totals.figure_no + 14
        {# parts belong to the last total before them #}
        and not exists (
            select 1 from totals as later
            where later.document_id = totals.document_id and later.sentence = totals.sentence
                and later.figure_no > totals.figure_no and later.figure_no < parts.figure_no
        )
    group by totals.document_id, totals.figure_no
    having part_ids >= {{ least_parts }} {% if unit == 'yuan' %}and part_rows = part_ids{% endif %}
),

{% if spread %}
stated_once as (
    select
        document_id,
        any_value(figure_no) filter (where figure_id = '{{ total }}') as figure_no,
        any_value(page) filter (where figure_id = '{{ total }}') as page,
        any_value(sentence) filter (where figure_id = '{{ total }}') as sentence,
        any_value(value) filter (where figure_id = '{{ total }}') as total_value,
        any_value(value_printed) filter (where figure_id = '{{ total }}') as total_printed,
        any_value(unit_multiplier) filter (where figure_id = '{{ total }}') as unit_multiplier,
        sum(value) filter (where figure_id <> '{{ total }}') as parts_value,
        string_agg(value_printed, '、' order by figure_no) filter (where figure_id <> '{{ total }}') as parts_printed,
        sum(half_unit) as interval_tolerance,
        max(half_unit) as half_unit,
        count(*) - 1 as part_ids,
        count(*) - 1 as part_rows
    from figures
    where figure_id in ('{{ total }}', {{ "'" ~ parts | join("', '") ~ "'" }})
        and document_id not in (select document_id from summed)
    group by document_id
    having count(*) = {{ parts | length + 1 }} and count(distinct figure_id) = {{ parts | length + 1 }}
        and max(page) - min(page) <= 1
),
{% endif %}

checks as (
    select
        document_id,
        '{{ total }}:' || row_number() over (partition by document_id order by figure_no) as subject,
        '{{ relation }}' as relation,
        {% if at_most %}
        parts_value - total_value > interval_tolerance as is_wrong,
        {% else %}
        abs(parts_value - total_value) > greatest(interval_tolerance, 4 * half_unit) as is_wrong,
        {% endif %}
        cast(null as varchar) as blocked,
        cast(null as varchar) as reason,
        parts_value as expected,
        total_value as actual,
        greatest(interval_tolerance, 4 * half_unit) as tolerance,
        '{{ unit }}' as unit,
        [page] as pages,
        '第' || page || '页情况说明：{{ relation }}不成立：' || total_printed || ' 与 ' || parts_printed
        || '{{ "" if at_most else " 之和" }}，“' || left(sentence, 60) || case when length(sentence) > 60 then '…' else '' end || '”'
        as message,
        figure_no,
        document_id as table_document_id,
        cast([] as varchar[]) as fact_ids
    from {% if spread %}(from summed union all by name from stated_once){% else %}summed{% endif %}
)

{{ judge_figures(rule_id, 'checks') }}
{% endmacro %}
