{#
    横向相加: in each row of the tables of these kinds, the total column is the sum of the part columns.
    Columns under a group header 其中 repeat amounts of other columns and are left out. A table needs the
    total column and `least_parts` of the parts, and none of the columns `without`. `instead` = {a: [b, c]}: where
    a table has column a, its parts b and c are not added once more.
#}
{% macro row_sum_terms(kinds, totals, parts, least_parts=2, without=[], instead={}) %}
{% set kind_list = "'" ~ kinds | join("', '") ~ "'" %}
{% set total_list = "'" ~ totals | join("', '") ~ "'" %}
{% set part_list = "'" ~ parts | join("', '") ~ "'" %}
cells as (
    select
        facts.*,
        tables.columns as table_columns,
        case when facts.column_id in ({{ total_list }}) then 'actual' else 'expected' end as part
    from {{ ref('int_check_facts') }} as facts
    inner join {{ ref('int_check_tables') }} as tables using (document_id, table_id)
    where facts.table_kind in ({{ kind_list }})
        and facts.column_id in ({{ total_list }}, {{ part_list }})
        {% for whole, pieces in instead.items() %}
        and not (list_contains(tables.columns, '{{ whole }}')
            and facts.column_id in ({{ "'" ~ pieces | join("', '") ~ "'" }}))
        {% endfor %}
        and not (coalesce(facts.column_label, '') like '其中%/%' and facts.column_id not in ({{ total_list }}))
),

shaped as (
    select document_id, table_id
    from cells
    group by all
    having len(list_intersect(any_value(table_columns), [{{ part_list }}])) >= {{ least_parts }}
        and count(distinct column_id) filter (where part = 'actual') = 1
        {% if without %}
        and not list_has_any(any_value(table_columns), [{{ "'" ~ without | join("', '") ~ "'" }}])
        {% endif %}
),

terms as (
    select
        cells.document_id,
        cells.table_kind || ':' || coalesce(nullif(cells.row_label, ''), '#') || ':'
        || max(case when part = 'actual' then cells.column_id end) over (partition by cells.document_id, cells.table_id)
        || coalesce('#' || nullif(dense_rank() over (
            partition by cells.document_id, cells.table_kind, cells.row_label
            order by cells.table_id, cells.side, cells.row_index
        ), 1), '') as subject,
        cells.part,
        1 as coefficient,
        cells.fact_id,
        cells.row_label || '（' || max(case when part = 'actual' then cells.column_label end)
            over (partition by cells.document_id, cells.table_id) || '）' as actual_label,
        '同行各栏之和' as expected_label,
        false as omittable,
        case when tables.has_unknown_column then '表中有未识别的栏目' end as blocked
    from cells
    inner join shaped using (document_id, table_id)
    inner join {{ ref('int_check_tables') }} as tables using (document_id, table_id)
),
{% endmacro %}
