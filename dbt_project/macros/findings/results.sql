{#-
    Results with what readers want to know of rule and document, and their proof (证据): where the numbers stand on which
    they rest and what they say, looked up in `facts`. `rules` is the condition of the rules asked. A rule that found
    nothing to look at in a document says so: nothing is silently left out. A result may be of no document and then
    names its body itself.
-#}
{% macro results_told(results, documents, rules, facts) %}
cited as (
    select
        rule_id,
        document_id,
        subject,
        unnest(cited) as number
    from {{ results }}
    where cited is not null
),

proofs as (
    select
        rule_id,
        document_id,
        subject,
        list(
            evidence order by
                evidence.part = 'expected', evidence.page, row_index, column_index, evidence.table_id, evidence.top, evidence.x0
        ) as evidence
    from (
        select
            cited.rule_id,
            cited.document_id,
            cited.subject,
            facts.row_index,
            facts.column_index,
            struct_pack(
                part := cited.number.part,
                table_id := facts.table_id,
                table_label := facts.table_label,
                page := facts.page,
                x0 := facts.x0, top := facts.top, x1 := facts.x1, bottom := facts.bottom,
                row_label := facts.row_label,
                column_label := facts.column_label,
                printed := facts.amount_printed
            ) as evidence
        from {{ ref(facts) }} as facts
        inner join cited
            on facts.document_id = cited.number.document_id and facts.fact_id = cited.number.fact_id
        {% if facts == 'int_check_facts' %}
        union all
        select
            cited.rule_id,
            cited.document_id,
            cited.subject,
            null as row_index,
            null as column_index,
            struct_pack(
                part := cited.number.part,
                table_id := cast(null as varchar),
                table_label := '情况说明',
                page := coalesce(figures.box_page, figures.page),
                x0 := figures.x0, top := figures.top, x1 := figures.x1, bottom := figures.bottom,
                row_label := {{ figure_name('coalesce(figures.subject, figures.figure_id)') }},
                column_label := figures.sentence,
                printed := figures.value_printed
            ) as evidence
        from {{ ref('int_check_figures') }} as figures
        inner join cited
            on figures.document_id = cited.number.document_id and figures.figure_no = cited.number.figure_no
        {% endif %}
    ) as pieces
    group by rule_id, document_id, subject
),

silent as (
    select
        catalogue.rule_id,
        documents.document_id,
        'document' as subject,
        catalogue.name_zh as relation,
        case when documents.image_page_count > 0 or documents.read_status <> 'ok' then 'not_checked'
            else 'not_applicable' end as result,
        case when documents.image_page_count > 0 or documents.read_status <> 'ok' then '文件有图片页或未读出的页'
            else '文件中没有所需的表格、栏目或文字' end as reason
    from {{ documents }} as documents
    cross join {{ ref('rule_catalogue') }} as catalogue
    anti join {{ results }} as spoken
        on catalogue.rule_id = spoken.rule_id and documents.document_id = spoken.document_id
    where catalogue.rule_id {{ rules }}
),

all_results as (
    select * exclude (cited)
    from {{ results }}
    where cited is null
    union all by name
    select results.* exclude (cited), proofs.evidence
    from (from {{ results }} where cited is not null) as results
    left join proofs using (rule_id, document_id, subject)
    union all by name
    select * from silent
)

select
    results.rule_id,
    catalogue.name_zh as rule_name,
    results.document_id,
    coalesce(documents.unit_id, results.unit_id) as unit_id,
    coalesce(documents.fiscal_year, results.fiscal_year) as fiscal_year,
    coalesce(documents.doc_kind, results.doc_kind) as doc_kind,
    coalesce(documents.source_id, results.source_id) as source_id,
    coalesce(documents.entity_name, results.entity_name) as entity_name,
    results.subject,
    results.relation,
    results.result,
    results.reason,
    case when results.result = 'explained' then 'note' else coalesce(results.own_severity, catalogue.severity) end
    as severity,
    results.expected,
    results.actual,
    results.difference,
    results.tolerance,
    results.unit,
    results.pages,
    results.message,
    results.evidence
from all_results as results
left join {{ documents }} as documents on results.document_id = documents.document_id
inner join {{ ref('rule_catalogue') }} as catalogue on results.rule_id = catalogue.rule_id
where documents.document_id is not null or results.unit_id is not null
{% endmacro %}
