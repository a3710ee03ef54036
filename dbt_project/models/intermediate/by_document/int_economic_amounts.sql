-- One row per row of a basic-expenditure table by economic category. A leaf is a row that no other row of the
-- same table and unit details further.
with building as ({{ documents_to_build() }}),

economic_rows as (
    select
        rows_resolved.*,
        tables.budget_scope,
        tables.part,
        coalesce(
            case
                when starts_with(department_code_printed, department_category_code) then department_code_printed
                else department_category_code
            end,
            department_code_printed,
            government_category_code,
            government_code_printed
        ) as tree_code
    from {{ ref('int_economic_rows') }} as rows_resolved
    inner join building on rows_resolved.document_id = building.document_id
    inner join {{ ref('int_tables') }} as tables
        on rows_resolved.document_id = tables.document_id and rows_resolved.table_id = tables.table_id
    where tables.row_axis = 'economic'
),

amounts as (
    {{ row_amounts(
        kinds="kinds.row_axis = 'economic'",
        measures=['total', 'basic', 'project', 'personnel', 'public_use'],
        position="(
            case
                when facts.measure = 'total' then 0
                when facts.measure = 'basic' then 1
                else 2
            end,
            facts.column_index
        )"
    ) }}
),

detailed as (
    {{ detailed_codes('economic_rows', 'tree_code', ['document_id', 'table_id', 'unit_name']) }}
)

select
    economic_rows.document_id,
    economic_rows.document_revision,
    economic_rows.table_id,
    economic_rows.table_kind,
    economic_rows.budget_scope,
    economic_rows.part,
    -- the fiscal appropriation contains the general public budget: one table of a part is enough to add
    economic_rows.table_id = arg_min(
        economic_rows.table_id, (economic_rows.budget_scope != 'general_public', economic_rows.table_id)
    ) over (partition by economic_rows.document_id, economic_rows.part) as is_first_table,
    economic_rows.row_index,
    economic_rows.side,
    economic_rows.row_role,
    economic_rows.department_category_code,
    economic_rows.government_category_code,
    economic_rows.department_code_printed,
    economic_rows.department_name_printed,
    economic_rows.government_code_printed,
    economic_rows.government_name_printed,
    economic_rows.unit_name,
    economic_rows.department_method,
    economic_rows.department_confidence,
    economic_rows.government_method,
    economic_rows.government_confidence,
    economic_rows.row_role != 'memo' and case
        when economic_rows.tree_code is null then economic_rows.row_role = 'item'
        else detailed.detailed_code is null
    end as is_leaf,
    coalesce(
        amounts.total_printed,
        case when economic_rows.part = 'basic' then amounts.basic_printed end,
        case
            when coalesce(amounts.personnel_printed, amounts.public_use_printed) is not null
                then coalesce(amounts.personnel_printed, 0) + coalesce(amounts.public_use_printed, 0)
        end
    ) as total_yuan,
    amounts.personnel_printed as personnel_yuan,
    amounts.public_use_printed as public_use_yuan,
    amounts.fact_id,
    amounts.page,
    amounts.x0,
    amounts.top,
    amounts.x1,
    amounts.bottom
from economic_rows
inner join amounts
    on
        economic_rows.document_id = amounts.document_id
        and economic_rows.table_id = amounts.table_id
        and economic_rows.row_index = amounts.row_index
        and economic_rows.side = amounts.side
left join detailed
    on
        economic_rows.document_id = detailed.document_id
        and economic_rows.table_id = detailed.table_id
        and economic_rows.unit_name is not distinct from detailed.unit_name
        and economic_rows.tree_code = detailed.detailed_code
