{#
    车辆数: in one sentence (of the pattern `sentence`) the first number of vehicles, the figure `total`, is the sum of
    the kinds that follow it.
#}
{% macro vehicle_count_sum(rule_id, total, relation, sentence) %}
with vehicles as (
    select
        *,
        row_number() over (partition by document_id, page, sentence order by char_start, figure_no) as place
    from {{ ref('int_check_figures') }}
    where figure_id in ('vehicle_count', 'vehicle_count_by_type', 'vehicle_purchase_count', 'vehicle_purchase_count_by_type')
        and unit = 'count' and regexp_matches(sentence, '{{ sentence }}')
),

lists as (
    -- the first number of the sentence is the whole, the kinds follow
    select
        document_id,
        page,
        sentence,
        min(figure_no) as figure_no,
        arg_min(figure_id, place) as first_id,
        arg_min(value, place) as whole,
        sum(value) - arg_min(value, place) as parts,
        count(*) - 1 as part_count,
        count(*) filter (where figure_id like '%by_type') as typed,
        string_agg(value_printed, '、' order by place) as printed
    from vehicles
    group by all
),

checks as (
    select
        document_id,
        '{{ total }}:' || row_number() over (partition by document_id order by figure_no) as subject,
        '{{ relation }}' as relation,
        whole <> parts as is_wrong,
        -- a list that stops before 其他 may name only some kinds
        case when parts < whole and not contains(sentence, '其他') then '所列车辆类别不全' end as blocked,
        cast(null as varchar) as reason,
        parts as expected,
        whole as actual,
        0 as tolerance,
        'count' as unit,
        [page] as pages,
        '第' || page || '页情况说明：{{ relation }}不成立：共 ' || cast(whole as integer) || ' 辆，各类之和 '
        || cast(parts as integer) || ' 辆（' || printed || '）' as message,
        figure_no,
        document_id as table_document_id,
        cast([] as varchar[]) as fact_ids
    from lists
    where first_id = '{{ total }}' and typed >= 1
        and (part_count >= 2 or contains(sentence, '其中'))
)

{{ judge_figures(rule_id, 'checks') }}
{% endmacro %}
