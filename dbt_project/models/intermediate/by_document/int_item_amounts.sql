-- Lowest rows of tables whose rows are projects, purchases or units, with the branch they hang on and their
-- amounts by source of funds. Rows with row role item are the leaves of the printed tree.
with building as ({{ documents_to_build() }})

select
    facts.document_id,
    facts.document_revision,
    facts.table_id,
    facts.table_kind,
    tables.row_axis,
    facts.row_index,
    facts.side,
    any_value(facts.unit_name) as unit_name,
    any_value(facts.subject_name) as subject_name,
    nullif(any_value(regexp_replace(facts.name_path, '/?[^/]*$', '')), '') as branch,
    any_value(regexp_extract(facts.name_path, '^([^/]+)/', 1)) as root_name,
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
            'other_funds', 'other_income', 'unit_funds', 'business_income', 'operating_income', 'superior_subsidy',
            'affiliated_remittance'
        )
    ) as other_funds_yuan,
    arg_min(facts.amount_yuan, facts.column_index) filter (
        where facts.column_id in ('carryover', 'carryover_total')
    ) as carryover_yuan,
    {{ first_fact('facts', 'facts.column_index') }}
from {{ built_rows('int_facts') }} as facts
inner join building on facts.document_id = building.document_id
inner join {{ ref('int_tables') }} as tables
    on facts.document_id = tables.document_id and facts.table_id = tables.table_id
where
    facts.row_role = 'item'
    and facts.amount_yuan is not null
    and tables.row_axis in ('project', 'procurement')
group by
    facts.document_id,
    facts.document_revision,
    facts.table_id,
    facts.table_kind,
    tables.row_axis,
    facts.row_index,
    facts.side
