{#
    同一科目在两张表中: the same functional code in two tables, `left_column` of the one against `right_column` of
    the other. Codes that a table prints more than once (by unit) are added up. With comparison 'equal' codes
    missing on one side count as 0 where both tables list codes of the same depth.
#}
{% macro subject_pair_terms(left_kind, left_column, right_kind, right_column, left_name, right_name) %}
odd_tables as (
    select distinct document_id, table_id from {{ ref('int_check_rows') }} where is_odd
),

sides as (
    select
        facts.document_id,
        facts.full_code as code,
        case when facts.table_kind = '{{ left_kind }}' then 'actual' else 'expected' end as part,
        facts.fact_id,
        facts.row_label,
        facts.amount_yuan,
        case
            when tables.tables_of_kind > 1 then '同类表格不止一张'
            when odd_tables.table_id is not null then '表中有不规范的科目编码'
        end as doubt
    from {{ ref('int_check_facts') }} as facts
    inner join {{ ref('int_check_tables') }} as tables using (document_id, table_id)
    left join odd_tables using (document_id, table_id)
    where regexp_matches(facts.full_code, '^[12]\d{2}(\d{2}){0,2}$')
        and facts.row_role <> 'total'
        and (
            (facts.table_kind = '{{ left_kind }}' and facts.column_id = '{{ left_column }}')
            or (facts.table_kind = '{{ right_kind }}' and facts.column_id = '{{ right_column }}')
        )
),

terms as (
    select
        sides.document_id,
        '{{ left_kind }}.{{ left_column }}:' || sides.code as subject,
        sides.part,
        1 as coefficient,
        sides.fact_id,
        '{{ left_name }}中的' || max(sides.row_label) over codes as actual_label,
        '{{ right_name }}中的同一科目' as expected_label,
        true as omittable,
        max(sides.doubt) over codes as blocked
    from sides
    window codes as (partition by sides.document_id, sides.code)
    qualify count(distinct sides.part) over codes = 2
),
{% endmacro %}
