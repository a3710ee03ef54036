{# 逐级汇总: each row is the sum of the rows right below it. `coded` = by subject code, else by level. #}
{% macro tree_terms(coded) %}
odd_tables as (
    select distinct document_id, table_id from {{ ref('int_check_rows') }} where is_odd
),

children as (
    select
        rows.document_id,
        rows.table_id,
        rows.side,
        rows.row_index,
        rows.parent_row_index,
        rows.subject_code
    from {{ ref('int_check_rows') }} as rows
    where rows.parent_row_index is not null and rows.is_coded = {{ coded }}
),

parents as (
    select distinct
        rows.document_id,
        rows.table_id,
        rows.table_kind,
        rows.side,
        rows.row_index,
        rows.subject_code,
        rows.row_label
    from {{ ref('int_check_rows') }} as rows
    inner join children
        on rows.document_id = children.document_id
        and rows.table_id = children.table_id
        and rows.side = children.side
        and rows.row_index = children.parent_row_index
),

terms as (
    select
        parents.document_id,
        parents.table_id,
        parents.table_kind,
        parents.row_index,
        parents.subject_code,
        parents.row_label,
        facts.column_id,
        facts.column_label,
        'actual' as part,
        facts.fact_id
    from parents
    inner join {{ ref('int_check_facts') }} as facts
        on parents.document_id = facts.document_id
        and parents.table_id = facts.table_id
        and parents.side = facts.side
        and parents.row_index = facts.row_index
    union all
    select
        parents.document_id,
        parents.table_id,
        parents.table_kind,
        parents.row_index,
        parents.subject_code,
        parents.row_label,
        facts.column_id,
        facts.column_label,
        'expected' as part,
        facts.fact_id
    from parents
    inner join children
        on parents.document_id = children.document_id
        and parents.table_id = children.table_id
        and parents.side = children.side
        and parents.row_index = children.parent_row_index
    inner join {{ ref('int_check_facts') }} as facts
        on children.document_id = facts.document_id
        and children.table_id = facts.table_id
        and children.side = facts.side
        and children.row_index = facts.row_index
),

labelled as (
    select
        terms.document_id,
        terms.table_kind || ':' || {{ 'subject_code' if coded == 'true' else 'row_label' }} || ':' || column_id
        || coalesce('#' || nullif(dense_rank() over (
            partition by terms.document_id, table_kind, {{ 'subject_code' if coded == 'true' else 'row_label' }}, column_id order by terms.table_id, row_index
        ), 1), '') as subject,
        part,
        1 as coefficient,
        fact_id,
        row_label || '（' || column_label || '）' as actual_label,
        '{{ '下级各科目之和' if coded == 'true' else '所列各行之和' }}' as expected_label,
        true as omittable,
        case
            when odd_tables.table_id is not null then '表中有不规范的科目编码'
            when tables.may_continue then '相邻处有未识别的表，可能为续表'
        end as blocked,
        not {{ coded }} as may_nest
    from terms
    inner join {{ ref('int_check_tables') }} as tables using (document_id, table_id)
    left join odd_tables using (document_id, table_id)
    where terms.column_id <> 'change_percent'
),
{% endmacro %}
