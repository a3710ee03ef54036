{#
    Rules of arithmetic give *terms*: one row per printed number that takes part in a relation.

        document_id, subject        which relation (subject is stable over files: it enters the fingerprint)
        part                        'actual' (what is printed as the result) or 'expected' (what it should be)
        coefficient                 1 or -1
        fact_id                     the printed number (int_check_facts)
        actual_label, expected_label  how the message calls the two sides
        omittable                   true where rows may lawfully be withheld (sum of rows below the total)
        blocked                     NULL, or why the relation, should it not close, proves nothing

    `close_relations` adds them up, takes the tolerance and gives the results in the shape all rules share.
    A blank counts as 0: a relation needs no term on a side. `floor`: see interval_tolerance. With `doubt_most`
    a table of which most relations do not close, four at least, or no line of two at least, was taken for something
    else: people make single mistakes, readers make columns of them. With `doubt_inner` a sum that is too large
    by exactly one of its lines, or two or three times its total, proves nothing where the terms `may_nest`: lines
    may be parts of others (其中) that nothing marks.
    Two sides that differ by ten thousand times differ in their unit of money, which may have been misread.
#}
{% macro close_relations(
    rule_id, terms, comparison='equal', floor=2, doubt_most=false, doubt_inner=false, softened=none
) %}
{% set gap = {
    'equal': 'abs(expected - actual)',
    'at_most': 'greatest(actual - expected, 0)',
}[comparison] %}
added as (
    select
        terms.document_id,
        terms.subject,
        min(terms.actual_label) as actual_label,
        min(terms.expected_label) as expected_label,
        bool_or(terms.omittable) as omittable,
        max(terms.blocked) as blocked,
        max(case when not facts.is_trusted then facts.distrust_reason end) as distrust_reason,
        cast(coalesce(sum(terms.coefficient * facts.amount_yuan) filter (where terms.part = 'expected'), 0)
            as decimal(24, 6)) as expected,
        cast(coalesce(sum(terms.coefficient * facts.amount_yuan) filter (where terms.part = 'actual'), 0)
            as decimal(24, 6)) as actual,
        {{ interval_tolerance('facts.half_unit', 'terms.coefficient', floor) }} as tolerance,
        {% if doubt_inner %}
        list(terms.coefficient * facts.amount_yuan) filter (where terms.part = 'expected') as expected_amounts,
        bool_or(terms.may_nest) as may_nest,
        {% endif %}
        coalesce(sum(2 * facts.half_unit) filter (where terms.part = 'expected' and terms.coefficient = 1), 0) as cut_off,
        count(*) filter (where terms.part = 'actual') as actual_terms,
        count(*) filter (where terms.part = 'expected') as expected_terms,
        max(facts.decimals) as decimals,
        max(facts.unit_multiplier) as unit_multiplier,
        arg_max(facts.money_unit, (facts.unit_multiplier, facts.money_unit)) as money_unit,
        list_sort(list_distinct(list(facts.page))) as pages,
        arg_min(facts.table_label, (terms.part, facts.page, facts.fact_id)) as table_label,
        min(case when terms.part = 'actual' then facts.page end) as first_page
    from {{ terms }} as terms
    inner join {{ ref('int_check_facts') }} as facts using (document_id, fact_id)
    group by terms.document_id, terms.subject
),

first_judged as (
    select
        added.*,
        case
            when distrust_reason is not null then 'not_checked'
            when {{ gap }} <= tolerance then 'pass'
            when blocked is not null then 'not_checked'
            {% if doubt_inner %}
            when may_nest and (
                list_bool_or(list_transform(
                    expected_amounts, x -> x > tolerance and abs(expected - actual - x) <= tolerance
                ))
                or abs(expected - 2 * actual) <= 2 * tolerance or abs(expected - 3 * actual) <= 3 * tolerance
            ) then 'not_checked'
            {% endif %}
            when omittable and expected < actual and documents.may_withhold then 'explained'
            else 'fail'
        end as result
    from added
    inner join {{ ref('int_check_documents') }} as documents using (document_id)
),

judged as (
    {% if doubt_most %}
    select
        * exclude (result, blocked),
        case when is_doubtful then '同表多数关系不合，疑为栏目识别有误' else blocked end as blocked,
        case when is_doubtful then 'not_checked' else result end as result
    from (
        select
            *,
            result = 'fail' and (
                count(*) filter (where result = 'fail') over same_table >= 4
                and 2 * count(*) filter (where result = 'fail') over same_table > count(*) over same_table
                or count(distinct case when result = 'fail' then split_part(subject, ':', 2) end) over same_table >= 2
                and count(*) filter (where result = 'pass' and actual <> 0) over same_table = 0
            ) as is_doubtful
        from first_judged
        window same_table as (partition by document_id, split_part(subject, ':', 1))
    ) as weighed
    {% else %}
    select * from first_judged
    {% endif %}
),

proofs as (
    select
        terms.document_id,
        terms.subject,
        list({{ cited_fact('terms.part', 'terms.document_id', 'terms.fact_id') }} order by terms.part, terms.fact_id) as cited
    from {{ terms }} as terms
    semi join (select document_id, subject from judged where result in ('fail', 'explained')) as told
        on terms.document_id = told.document_id and terms.subject = told.subject
    group by terms.document_id, terms.subject
)

select
    '{{ rule_id }}' as rule_id,
    judged.document_id,
    judged.subject,
    judged.actual_label || {{ "' = '" if comparison == 'equal' else "' ≤ '" }} || judged.expected_label as relation,
    judged.result,
    case
        when judged.result = 'not_checked' then coalesce(distrust_reason, blocked{{ ", '多出的数恰为其中一行或成倍，可能含有未标明的其中数'" if doubt_inner else "" }})
        when judged.result = 'pass' and expected <> actual and {{ "true" if comparison == 'equal' else "false" }}
            then '差额在四舍五入范围内'
        when judged.result = 'explained' then '按内容属可不公开事项，合计大于所列各行之和'
    end as reason,
    judged.expected,
    judged.actual,
    cast(judged.actual - judged.expected as decimal(24, 6)) as difference,
    judged.tolerance,
    'yuan' as unit,
    judged.pages,
    case when judged.result in ('fail', 'explained') then
        judged.table_label || '第' || coalesce(first_page, judged.pages[1]) || '页：'
        || judged.actual_label || case when actual_terms = 0 then ' 未填'
            else ' ' || {{ money_text('actual', 'unit_multiplier', 'decimals') }} end || '，'
        || judged.expected_label || case when expected_terms = 0 then ' 未填'
            else ' ' || {{ money_text('expected', 'unit_multiplier', 'decimals') }} end || '，'
        || {{ "'相差 '" if comparison == 'equal' else "'超出 '" }}
        || {{ money_text('abs(actual - expected)', 'unit_multiplier', 'decimals') }} || ' '
        || coalesce(judged.money_unit, '元')
        || case when {{ is_unit_slip('actual', 'expected') }} then '，恰为一万倍，疑为元、万元错位' else '' end
    end as message,
    proofs.cited,
    -- a sum left blank is an omission, not a contradiction; programs that cut decimals off instead of rounding
    -- leave a sum below its total by less than a unit for each number
    {{ own_severity(softened or "case when actual_terms = 0 or " ~ is_unit_slip('actual', 'expected')
        ~ " then 'warning' when expected_terms > 2 and actual - expected between 0 and judged.cut_off then 'note' end") }} as own_severity
from judged
left join proofs using (document_id, subject)
{% endmacro %}

{#
    A result may weigh less than its rule (severity in the catalogue): `softened` is an expression that gives
    that severity, NULL for the rule's own.
#}
{% macro own_severity(softened) -%}
    cast({{ softened or "null" }} as varchar)
{%- endmacro %}

{#
    What a result rests on: printed numbers of tables, and figures of the narrative. Where they stand and what they say
    is looked up once for all rules (results.sql), not by each of them.
#}
{% macro cited_fact(part, document_id, fact_id) -%}
struct_pack(part := {{ part }}, document_id := {{ document_id }}, fact_id := {{ fact_id }}, figure_no := cast(null as integer))
{%- endmacro %}

{% macro cited_figure(document_id, figure_no) -%}
struct_pack(part := 'stated', document_id := {{ document_id }}, fact_id := cast(null as varchar), figure_no := cast({{ figure_no }} as integer))
{%- endmacro %}

{# Of what rests on no printed number. #}
{% macro nothing_cited() -%}
cast(null as struct(part varchar, document_id varchar, fact_id varchar, figure_no integer)[])
{%- endmacro %}

{# Results of checks; `cited` is an expression of what a wrong one rests on. #}
{% macro verdicts(rule_id, checks, cited, softened) -%}
select
    '{{ rule_id }}' as rule_id,
    checks.document_id,
    checks.subject,
    checks.relation,
    case when checks.blocked is not null then 'not_checked' when checks.is_wrong then 'fail' else 'pass' end as result,
    coalesce(checks.blocked, case when not checks.is_wrong then checks.reason end) as reason,
    cast(checks.expected as decimal(24, 6)) as expected,
    cast(checks.actual as decimal(24, 6)) as actual,
    cast(checks.actual - checks.expected as decimal(24, 6)) as difference,
    cast(checks.tolerance as decimal(24, 6)) as tolerance,
    checks.unit,
    checks.pages,
    case when checks.is_wrong and checks.blocked is null then checks.message end as message,
    case when checks.is_wrong and checks.blocked is null then {{ cited }} end as cited,
    {{ own_severity(softened) }} as own_severity
from {{ checks }} as checks
{%- endmacro %}

{#
    Rules that are not sums give *checks*: one row per thing looked at.

        document_id, subject, relation   as for terms
        is_wrong, blocked, reason        the verdict; `blocked` wins, `reason` explains a pass or a skip
        expected, actual, tolerance, unit   numbers where the rule has any (NULL otherwise)
        pages, message                   where and what, in Chinese
        fact_ids                         the printed numbers it rests on (may be empty), of the documents the rule sees
#}
{% macro judge_checks(rule_id, checks, softened=none) %}
{{ verdicts(rule_id, checks, cited_facts("'stated'", 'checks.document_id'), softened) }}
{% endmacro %}

{# The facts of a check, of one document. #}
{% macro cited_facts(part, document_id) -%}
list_transform(checks.fact_ids, number -> {{ cited_fact(part, document_id, 'number') }})
{%- endmacro %}

{# The columns of a check that a rule without numbers has no use for. #}
{% macro no_numbers() -%}
cast(null as decimal(24, 6)) as expected,
    cast(null as decimal(24, 6)) as actual,
    cast(null as decimal(24, 6)) as tolerance,
    'text' as unit
{%- endmacro %}
