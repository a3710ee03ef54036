{# 情况说明与表格: the figures of these topics equal the line of the tables they speak of. #}
{% macro narrative_agrees(rule_id, topics) %}
with compared as (
    select
        narrative.*,
        tables.table_label,
        tables.page as table_page,
        tables.column_label as table_column,
        tables.row_label as table_row
    from {{ ref('int_check_narrative') }} as narrative
    left join {{ ref('int_check_facts') }} as tables
        on narrative.table_document_id = tables.document_id and narrative.fact_ids[1] = tables.fact_id
    where narrative.topic in ({{ "'" ~ topics | join("', '") ~ "'" }})
),

-- the stated amount is another bottom line of the same tables: the sentence may speak of that
elsewhere as (
    select distinct compared.document_id, compared.figure_no
    from compared
    inner join {{ ref('int_check_documents') }} as documents using (disclosure_id)
    inner join {{ ref('int_check_anchors') }} as anchors on documents.document_id = anchors.document_id
    where compared.amount <> compared.value and anchors.fact_id is not null
        and abs(anchors.amount_yuan - compared.value) <= compared.half_unit
),

checks as (
    select
        document_id,
        'narrative:' || figure_id as subject,
        '情况说明“' || {{ figure_name('coalesce(subject, figure_id)') }} || '”与表格一致' as relation,
        abs(value - amount) > tolerance as is_wrong,
        case when abs(value - amount) > tolerance then blocked end as blocked,
        case
            when abs(value - amount) > 0 then '差额在四舍五入范围内'
        end as reason,
        amount as expected,
        value as actual,
        tolerance,
        'yuan' as unit,
        -- 1,361 for 1,361.63: the decimals were cut off instead of rounded
        abs(value - amount) > tolerance and (
            {{ is_cut_off('value', 'amount', 'half_unit') }}
            or {{ is_cut_off('amount', 'value', 'table_half_unit') }}
        ) as is_cut,
        [page] as pages,
        '第' || page || '页情况说明：“' || left(sentence, 60) || case when length(sentence) > 60 then '…' else '' end
        || '”所述“' || {{ figure_name('coalesce(subject, figure_id)') }} || '” ' || value_printed || '，'
        || coalesce(table_label || '第' || table_page || '页' || trim(table_row || ' ' || table_column), '表格中该项')
        || ' 为 ' || {{ money_text('amount', 'unit_multiplier', 'greatest(decimals, 2)') }} || '，相差 '
        || {{ money_text('abs(value - amount)', 'unit_multiplier', 'greatest(decimals, 2)') }}
        || case unit_multiplier when 10000 then ' 万元' when 1 then ' 元' when 100000000 then ' 亿元' else '' end
        || case when is_cut then '（截去尾数，未四舍五入）' else '' end
        as message,
        figure_no,
        table_document_id,
        fact_ids,
        elsewhere.figure_no is not null as is_elsewhere
    from compared
    left join elsewhere using (document_id, figure_no)
)

{{ judge_figures(
    rule_id, 'checks', softened="case when checks.is_cut then 'note' when checks.is_elsewhere then 'warning' end"
) }}
{% endmacro %}

{# As judge_checks, for checks that rest on a figure of the narrative (figure_no) and on facts. #}
{% macro judge_figures(rule_id, checks, softened=none) %}
{% set cited = 'list_prepend(' ~ cited_figure('checks.document_id', 'checks.figure_no') ~ ', '
    ~ cited_facts("'expected'", 'checks.table_document_id') ~ ')' %}
{{ verdicts(rule_id, checks, cited, softened) }}
{% endmacro %}
