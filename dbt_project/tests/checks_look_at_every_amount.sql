{{ config(meta={'dagster': {'ref': {'name': 'fct_rule_results'}}}) }}
-- What a rule does not see it cannot find: of the documents checked tonight all amounts, tables and figures are there.
with checked as (
    select
        documents.document_id,
        documents.source
    from {{ ref('int_check_documents') }} as documents
    where documents.is_checked
),

expected as (
    select
        'amounts' as what,
        facts.document_id,
        count(*) as row_count
    from {{ ref('int_facts') }} as facts
    semi join checked on facts.document_id = checked.document_id
    where facts.amount_yuan is not null
    group by facts.document_id
    union all
    select
        'tables' as what,
        tables.document_id,
        count(*) as row_count
    from {{ ref('int_tables') }} as tables
    semi join checked on tables.document_id = checked.document_id
    group by tables.document_id
    union all
    select
        'figures' as what,
        figures.document_id,
        count(*) as row_count
    from {{ ref('stg_figures') }} as figures
    semi join checked on figures.document_id = checked.document_id and figures.source = checked.source
    group by figures.document_id
),

found as (
    {% for what, model in {'amounts': 'facts', 'tables': 'tables', 'figures': 'figures'}.items() %}
        select
            '{{ what }}' as what,
            document_id,
            count(*) as row_count
        from {{ ref('int_check_' ~ model) }}
        group by document_id
        {% if not loop.last %}
            union all
        {% endif %}
    {% endfor %}
)

select
    expected.what,
    expected.document_id,
    expected.row_count,
    found.row_count as found_count
from expected
left join found on expected.what = found.what and expected.document_id = found.document_id
where found.row_count is distinct from expected.row_count
