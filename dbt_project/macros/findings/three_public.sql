{# “三公”经费 in itself: the result item and the items it adds up; `least_parts` of the parts must be printed. #}
{% macro three_public_terms(result, parts, alternative_parts=none, least_parts=1) %}
items as (
    select *
    from {{ ref('int_check_three_public') }}
),

variants as (
    select
        document_id,
        table_id,
        line,
        variant,
        {% if alternative_parts %}
        not bool_or(item = 'vehicle_total') as use_alternative,
        {% else %}
        false as use_alternative,
        {% endif %}
        bool_or(item = '{{ result }}') as has_result
    from items
    group by all
    having count(distinct case when item in ({{ "'" ~ parts | join("', '") ~ "'" }}) then item end)
        >= {{ least_parts }}
),

terms as (
    select
        items.document_id,
        items.table_kind || ':' || items.variant || ':{{ result }}'
        || case when items.is_bottom_line then '' else ':' || items.line end as subject,
        case when items.item = '{{ result }}' then 'actual' else 'expected' end as part,
        1 as coefficient,
        items.fact_id,
        '{{ {"three_public_total": "“三公”经费合计", "vehicle_total": "公务用车购置及运行费小计",
            "total": "合计"}[result] }}' as actual_label,
        '{{ {"three_public_total": "因公出国（境）、公务接待、公务用车三项之和",
            "vehicle_total": "购置费与运行费之和", "total": "“三公”经费、会议费、培训费之和"}[result] }}' as expected_label,
        false as omittable,
        case when len(list_distinct(items.columns)) < len(items.columns) then '同名栏目出现多次' end as blocked
    from items
    inner join variants using (document_id, table_id, line, variant)
    where (variants.has_result or (not items.is_down and list_contains(items.columns, '{{ result }}')))
        and (
            items.item = '{{ result }}'
            or (not use_alternative and items.item in ({{ "'" ~ parts | join("', '") ~ "'" }}))
            {% if alternative_parts %}
            or (use_alternative and items.item in ({{ "'" ~ alternative_parts | join("', '") ~ "'" }}))
            {% endif %}
        )
),
{% endmacro %}
