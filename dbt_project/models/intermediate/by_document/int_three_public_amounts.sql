-- 三公 amounts by item and basis (this year's budget, final accounts, last year), from tables that print the
-- items across (columns) or downwards (rows), one source of funds or several.
with building as ({{ documents_to_build() }}),

three_public_facts as (
    select
        facts.*,
        documents.doc_kind,
        documents.fiscal_year,
        columns.three_public_item as column_item,
        columns.budget_scope as column_scope,
        lines.three_public_item as row_item,
        try_cast(regexp_extract(facts.clean_name, '^(20\d\d)年', 1) as integer) as row_year
    from {{ built_rows('int_facts') }} as facts
    inner join building on facts.document_id = building.document_id
    inner join {{ ref('int_tables') }} as tables
        on facts.document_id = tables.document_id and facts.table_id = tables.table_id
    inner join {{ ref('int_documents') }} as documents on facts.document_id = documents.document_id
    left join {{ ref('columns') }} as columns on facts.column_id = columns.column_id
    left join {{ ref('three_public_lines') }} as lines on facts.clean_name = lines.printed_name
    where tables.row_axis = 'three_public' and facts.amount_yuan is not null
),

downwards as (
    -- of columns for this year and for last (上年), whichever stands first, this year's (in final accounts 决算数)
    select
        *,
        row_item as item,
        row_number() over (
            partition by document_id, table_id, row_item, row_index
            order by coalesce(basis, 'current') not in ('current', doc_kind), column_index, fact_id
        ) as nth
    from three_public_facts
    where row_item is not null and measure = 'total'
),

across as (
    select
        *,
        column_item as item
    from three_public_facts
    where row_item is null and column_item is not null and not contains(coalesce(subject_name, ''), '增减')
),

across_row as (
    -- the total row; where every row is a year, the rows of the fiscal year and of the year before; else the only row
    select
        * replace (case when is_of_year_before then 'prior' else basis end as basis),
        dense_rank() over (
            partition by document_id, table_id, is_of_year_before
            order by
                case
                    when row_role = 'total' then 0
                    when contains(coalesce(subject_name, ''), cast(fiscal_year as varchar)) then 1
                    else 2
                end,
                row_index
        ) as row_rank
    from (
        select
            *,
            row_year = fiscal_year - 1
            and bool_and(row_year is not null) over (partition by document_id, table_id)
            and bool_or(row_year = fiscal_year) over (partition by document_id, table_id) as is_of_year_before
        from across
    ) as years
),

items as (
    select
        document_id,
        document_revision,
        table_id,
        table_kind,
        item,
        case when basis = 'current' or basis is null then 'own' else basis end as basis,
        amount_yuan,
        fact_id,
        page,
        x0,
        top,
        x1,
        bottom,
        column_scope,
        column_index
    from across_row
    where row_rank = 1
    union all
    select
        document_id,
        document_revision,
        table_id,
        table_kind,
        item,
        'own' as basis,
        amount_yuan,
        fact_id,
        page,
        x0,
        top,
        x1,
        bottom,
        null as column_scope,
        column_index
    from downwards
    where nth = 1
),

has_others as (
    -- 合计 means 三公 alone unless the table prints a 三公 total of its own or meetings and training beside it
    select distinct
        document_id,
        table_id
    from items
    where item in ('three_public_total', 'meeting', 'training')
)

select
    items.document_id,
    items.document_revision,
    items.table_id,
    items.table_kind,
    case
        when items.item = 'total' then 'three_public_total'
        else items.item
    end as item,
    items.basis,
    sum(items.amount_yuan) as amount_yuan,
    {{ first_fact('items', '(items.column_index, items.fact_id)') }}
from items
left join has_others on items.document_id = has_others.document_id and items.table_id = has_others.table_id
where items.item != 'total' or has_others.document_id is null
group by
    items.document_id, items.document_revision, items.table_id, items.table_kind, items.item, items.basis
