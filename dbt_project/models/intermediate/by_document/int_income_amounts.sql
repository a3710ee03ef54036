-- Income by source: from the columns of 收入总表 (its total row, else its leaf rows), from its rows where
-- sources are listed downwards, else from the income side of 收支总表. One origin per document.
with building as ({{ documents_to_build() }}),

income_facts as (
    select
        facts.*,
        tables.row_axis,
        columns.income_source_id as column_source_id,
        names.income_source_id as row_source_id
    from {{ built_rows('int_facts') }} as facts
    inner join building on facts.document_id = building.document_id
    inner join {{ ref('int_tables') }} as tables
        on facts.document_id = tables.document_id and facts.table_id = tables.table_id
    left join {{ ref('columns') }} as columns on facts.column_id = columns.column_id
    left join {{ ref('income_source_names') }} as names on facts.clean_name = names.printed_name
    where
        facts.amount_yuan is not null
        and (
            tables.row_axis = 'income'
            or (
                tables.row_axis = 'summary'
                and tables.budget_scope = 'all_funds'
                and facts.side in ('left', 'whole')
                and facts.measure = 'income'
            )
        )
),

by_column_total as (
    select
        facts.*,
        facts.column_source_id as income_source_id,
        1 as origin
    from income_facts as facts
    semi join {{ ref('int_table_totals') }} as totals
        on
            facts.document_id = totals.document_id
            and facts.table_id = totals.table_id
            and facts.fact_id = totals.fact_id
    where facts.row_axis = 'income' and facts.column_source_id is not null
),

by_row as (
    select
        *,
        row_source_id as income_source_id,
        case row_axis when 'income' then 2 else 3 end as origin
    from income_facts
    where
        row_source_id is not null
        and (row_axis = 'summary' or measure = 'total')
        and column_source_id is null
),

unioned as (
    select * from by_column_total
    union all
    select * from by_row
),

chosen as (
    select *
    from unioned
    qualify
        origin = min(origin) over (partition by document_id)
        and table_id = first_value(table_id) over (partition by document_id order by origin, table_id)
),

carryover_rows as (
    select *
    from by_row
    where
        origin = 3
        and income_source_id in ('carryover_prior_year', 'use_of_non_fiscal_surplus')
        and document_id not in (
            select document_id from chosen
            where origin = 3 or starts_with(income_source_id, 'carryover')
        )
),

closing as (
    -- 收入决算表 leaves out what was carried over; 收支总表 prints it. It is taken from there where income and
    -- carry-over then make its total.
    select totals.document_id
    from {{ ref('int_table_totals') }} as totals
    inner join {{ ref('int_tables') }} as tables
        on totals.document_id = tables.document_id and totals.table_id = tables.table_id
    inner join {{ ref('int_summary_lines') }} as bottom_lines
        on totals.document_id = bottom_lines.document_id and bottom_lines.line_id = 'income_total'
    inner join {{ ref('int_tables') }} as summaries
        on bottom_lines.document_id = summaries.document_id and bottom_lines.table_id = summaries.table_id
    inner join (
        select
            document_id,
            sum(amount_yuan) as amount_yuan
        from carryover_rows
        group by document_id
    ) as carried on totals.document_id = carried.document_id
    where
        tables.row_axis = 'income'
        and totals.measure = 'total'
        and summaries.budget_scope = 'all_funds'
        and abs(totals.amount_yuan + carried.amount_yuan - bottom_lines.amount_yuan) <= 4 * totals.half_unit_yuan
),

with_carryover as (
    select * from chosen
    union all
    select carryover_rows.*
    from carryover_rows
    semi join closing on carryover_rows.document_id = closing.document_id
),

ancestors as (
    select
        sources.income_source_id,
        unnest([sources.parent_id, parents.parent_id]) as ancestor_id
    from {{ ref('income_sources') }} as sources
    left join {{ ref('income_sources') }} as parents on sources.parent_id = parents.income_source_id
),

detailed as (
    select distinct
        chosen.document_id,
        ancestors.ancestor_id
    from with_carryover as chosen
    inner join ancestors on chosen.income_source_id = ancestors.income_source_id
    where ancestors.ancestor_id is not null and chosen.amount_yuan != 0
)

select
    chosen.document_id,
    chosen.document_revision,
    chosen.income_source_id,
    detailed.ancestor_id is null and sources.level > 0 as is_leaf,
    sum(chosen.amount_yuan) as amount_yuan,
    count(*) as fact_count,
    min(chosen.table_id) as table_id,
    min(chosen.table_kind) as table_kind,
    arg_min(chosen.subject_name, (chosen.row_index, chosen.fact_id)) as printed_name,
    arg_min(chosen.column_label, (chosen.row_index, chosen.fact_id)) as printed_column,
    {{ first_fact('chosen', '(chosen.row_index, chosen.fact_id)') }}
from with_carryover as chosen
inner join {{ ref('income_sources') }} as sources on chosen.income_source_id = sources.income_source_id
left join detailed
    on chosen.document_id = detailed.document_id and chosen.income_source_id = detailed.ancestor_id
group by chosen.document_id, chosen.document_revision, chosen.income_source_id, detailed.ancestor_id, sources.level
