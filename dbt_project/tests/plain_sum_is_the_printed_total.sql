{{ config(meta={'dagster': {'ref': {'name': 'fct_expenditure_by_function'}}}) }}
-- SUM over a mart is the total its table prints. A department that withholds rows, or adds wrongly, is no mistake
-- of ours: only many tables at once are.
with looked_at as ({{ documents_under_test() }}),

leaves as (
    select
        document_id,
        table_id,
        sum(total_yuan) as amount_yuan,
        count(*) as row_count
    from {{ ref('fct_expenditure_by_function') }}
    where document_id in (select looked_at.document_id from looked_at)
    group by document_id, table_id
    union all
    select
        document_id,
        table_id,
        sum(total_yuan) as amount_yuan,
        count(*) as row_count
    from {{ ref('fct_expenditure_by_function_by_budget') }}
    where document_id in (select looked_at.document_id from looked_at)
    group by document_id, table_id
    union all
    select
        document_id,
        table_id,
        sum(amount_yuan) as amount_yuan,
        count(*) as row_count
    from {{ ref('fct_basic_expenditure_by_economic') }}
    where document_id in (select looked_at.document_id from looked_at)
    group by document_id, table_id
),

printed as (
    select
        document_id,
        table_id,
        arg_min(amount_yuan, column_index) as amount_yuan,
        max(half_unit_yuan) as half_unit_yuan
    from {{ ref('int_table_totals') }}
    where measure = 'total' and coalesce(basis, 'current') in ('current', 'final') and amount_yuan is not null
    group by document_id, table_id
),

items as (
    select
        document_id,
        sum(amount_yuan) as amount_yuan
    from {{ ref('fct_three_public') }}
    where document_id in (select looked_at.document_id from looked_at)
    group by document_id
),

compared as (
    select abs(leaves.amount_yuan - printed.amount_yuan) > (leaves.row_count + 1) * printed.half_unit_yuan as is_other
    from leaves
    inner join printed on leaves.document_id = printed.document_id and leaves.table_id = printed.table_id
    inner join looked_at on leaves.document_id = looked_at.document_id
    union all
    select abs(items.amount_yuan - totals.amount_yuan) > 200 as is_other
    from items
    inner join {{ ref('fct_three_public_with_subtotals') }} as totals
        on items.document_id = totals.document_id and totals.item = 'three_public_total'
    inner join looked_at on items.document_id = looked_at.document_id
    union all
    -- income stands beside a total with the carry-over or without
    select
        abs(sources.amount_yuan - totals.amount_yuan) > 1000
        and abs(sources.amount_yuan - totals.amount_yuan + coalesce(carried.amount_yuan, 0)) > 1000 as is_other
    from (
        select
            document_id,
            sum(amount_yuan) as amount_yuan
        from {{ ref('fct_income_by_source') }}
        where document_id in (select looked_at.document_id from looked_at)
        group by document_id
    ) as sources
    inner join {{ ref('fct_key_figures') }} as totals
        on sources.document_id = totals.document_id and totals.figure_id = 'total_income'
    left join {{ ref('fct_key_figures') }} as carried
        on sources.document_id = carried.document_id and carried.figure_id = 'carryover_in'
    inner join looked_at on sources.document_id = looked_at.document_id
)

select
    count(*) as table_count,
    count(*) filter (where is_other) as other_count
from compared
having count(*) >= 20 and count(*) filter (where is_other) > 0.1 * count(*)
