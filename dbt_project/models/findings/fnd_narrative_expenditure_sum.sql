{{ config(materialized='ephemeral') }}
-- 情况说明: 支出总额 = 基本支出 + 项目支出, where the two follow the total one after the other (2026年支出预算9万元，其中：
-- 基本支出4万元，占44%；项目支出5万元) and no other kind of expenditure is spoken of.
{% set other_kinds = '经营支出|上缴|附属|结转|结余|预备|预留|机动|其他|还本|事业发展|专项|专户|财政拨款|政府性基金|国有资本' %}
with told as (
    -- the change against last year may stand between; one printed number may have been read as two figures
    select *
    from {{ ref('int_check_figures') }}
    where unit = 'yuan' and not regexp_matches(figure_id, '^(yoy|prior|change)')
    qualify row_number() over (partition by document_id, page, sentence, char_start, value_printed order by figure_no) = 1
),

amounts as (
    select
        *,
        lead(struct_pack(
            id := figure_id, value := value, printed := value_printed, half_unit := half_unit,
            sentence := sentence, page := page
        ), 1) over (partition by document_id order by figure_no) as part_1,
        lead(struct_pack(
            id := figure_id, value := value, printed := value_printed, half_unit := half_unit,
            sentence := sentence, page := page
        ), 2) over (partition by document_id order by figure_no) as part_2,
        lead(sentence, 3) over (partition by document_id order by figure_no) as behind
    from told
),

checks as (
    select
        document_id,
        'total_expenditure:' || row_number() over (partition by document_id order by figure_no) as subject,
        '支出总额 = 基本支出 + 项目支出' as relation,
        abs(part_1.value + part_2.value - value) > greatest(
            half_unit + part_1.half_unit + part_2.half_unit, 4 * greatest(half_unit, part_1.half_unit, part_2.half_unit)
        ) as is_wrong,
        cast(null as varchar) as blocked,
        cast(null as varchar) as reason,
        part_1.value + part_2.value as expected,
        value as actual,
        greatest(
            half_unit + part_1.half_unit + part_2.half_unit, 4 * greatest(half_unit, part_1.half_unit, part_2.half_unit)
        ) as tolerance,
        'yuan' as unit,
        [page] as pages,
        '第' || page || '页情况说明：支出总额 ' || value_printed || ' 不等于基本支出 ' || part_1.printed || ' 与项目支出 '
        || part_2.printed || ' 之和，“' || left(sentence, 60) || case when length(sentence) > 60 then '…' else '' end || '”' as message,
        figure_no,
        document_id as table_document_id,
        cast([] as varchar[]) as fact_ids
    from amounts
    where figure_id in ('total_expenditure', 'current_year_expenditure')
        and part_1.id = 'basic_expenditure' and part_2.id = 'project_expenditure' and part_1.page = page and part_2.page <= page + 1
        and not regexp_matches(sentence || part_1.sentence || part_2.sentence, '{{ other_kinds }}')
        and not regexp_matches(left(coalesce(behind, ''), 16), '{{ other_kinds }}')
)

{{ judge_figures('narrative_expenditure_sum', 'checks') }}
