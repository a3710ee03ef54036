-- Lowest rows of tables whose rows are projects, purchases or units, with the branch they hang on and their
-- amounts by source of funds. Which rows are the lowest the printed total says: where the rows that look like
-- leaves add up to something else, those below a branch are taken, if these add up to it.
with building as ({{ documents_to_build() }}),

printed as (
    select
        facts.*,
        tables.row_axis,
        regexp_extract(facts.name_path, '^([^/]+)/', 1) as first_name
    from {{ built_rows('int_facts') }} as facts
    inner join building on facts.document_id = building.document_id
    inner join {{ ref('int_tables') }} as tables
        on facts.document_id = tables.document_id and facts.table_id = tables.table_id
    where tables.row_axis in ('project', 'procurement')
),

-- a path also begins with what other columns of names say of the row: only a row above it is its root
roots as (
    select
        document_id,
        table_id,
        subject_name,
        min(level) as level
    from printed
    where subject_name is not null
    group by document_id, table_id, subject_name
),

table_rows as (
    select
        facts.document_id,
        facts.document_revision,
        facts.table_id,
        facts.table_kind,
        facts.row_axis,
        facts.row_index,
        facts.side,
        facts.row_role,
        arg_min(facts.unit_name, facts.column_index) as unit_name,
        arg_min(facts.subject_name, facts.column_index) as subject_name,
        nullif(arg_min(regexp_replace(facts.name_path, '/?[^/]*$', ''), facts.column_index), '') as branch,
        arg_min(roots.subject_name, facts.column_index) as root_name,
        arg_min(facts.amount_yuan, facts.column_index) filter (
            where facts.measure = 'total'
        ) as total_yuan,
        arg_min(facts.amount_yuan, facts.column_index) filter (
            where facts.column_id in ('fiscal_total', 'fiscal_appropriation')
        ) as fiscal_yuan,
        arg_min(facts.amount_yuan, facts.column_index) filter (
            where facts.column_id = 'general_public'
        ) as general_public_yuan,
        arg_min(facts.amount_yuan, facts.column_index) filter (
            where facts.column_id = 'gov_fund'
        ) as gov_fund_yuan,
        arg_min(facts.amount_yuan, facts.column_index) filter (
            where facts.column_id = 'state_capital'
        ) as state_capital_yuan,
        arg_min(facts.amount_yuan, facts.column_index) filter (
            where facts.column_id = 'special_account'
        ) as special_account_yuan,
        sum(facts.amount_yuan) filter (
            where facts.column_id in (
                'other_funds', 'other_income', 'unit_funds', 'business_income', 'operating_income',
                'superior_subsidy', 'affiliated_remittance'
            )
        ) as other_funds_yuan,
        arg_min(facts.amount_yuan, facts.column_index) filter (
            where facts.column_id in ('carryover', 'carryover_total')
        ) as carryover_yuan,
        max(facts.half_unit_yuan) as half_unit_yuan,
        {{ first_fact('facts', 'facts.column_index') }}
    from printed as facts
    left join roots
        on
            facts.document_id = roots.document_id
            and facts.table_id = roots.table_id
            and facts.first_name = roots.subject_name
            and facts.level > roots.level
    where facts.amount_yuan is not null
    group by
        facts.document_id,
        facts.document_revision,
        facts.table_id,
        facts.table_kind,
        facts.row_axis,
        facts.row_index,
        facts.side,
        facts.row_role
),

added as (
    select
        document_id,
        table_id,
        max(amount_yuan) filter (where row_role = 'total') as total_yuan,
        sum(amount_yuan) filter (where row_role = 'item') as items_yuan,
        sum(amount_yuan) filter (where row_role = 'item' and branch is not null) as branch_items_yuan,
        sum(amount_yuan) filter (where row_role in ('item', 'subtotal') and branch is not null) as branch_rows_yuan,
        (count(*) + 1) * max(half_unit_yuan) as tolerance_yuan
    from (
        select
            *,
            coalesce(total_yuan, general_public_yuan) as amount_yuan
        from table_rows
    ) as amounts
    group by document_id, table_id
),

lowest as (
    select
        document_id,
        table_id,
        case
            when abs(items_yuan - total_yuan) <= tolerance_yuan then 'items'
            when abs(branch_items_yuan - total_yuan) <= tolerance_yuan then 'branch_items'
            when abs(branch_rows_yuan - total_yuan) <= tolerance_yuan then 'branch_rows'
            else 'items'
        end as rows_taken
    from added
)

select table_rows.* exclude (row_role, half_unit_yuan)
from table_rows
inner join lowest on table_rows.document_id = lowest.document_id and table_rows.table_id = lowest.table_id
where
    table_rows.row_role = any(
        case when lowest.rows_taken = 'branch_rows' then ['item', 'subtotal'] else ['item'] end
    )
    and (lowest.rows_taken = 'items' or table_rows.branch is not null)
