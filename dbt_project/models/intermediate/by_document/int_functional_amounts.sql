-- One row per row of an expenditure table by function, its columns as measures. A leaf is a row that no
-- other row of the same table and unit details further: leaves add up to the table's total.
with building as ({{ documents_to_build() }}),

subject_rows as (
    select
        rows_resolved.*,
        tables.budget_scope,
        case
            when functional_code is null then whole_code
            when starts_with(whole_code, functional_code) then whole_code
            else functional_code
        end as tree_code
    from {{ ref('int_functional_rows') }} as rows_resolved
    inner join building on rows_resolved.document_id = building.document_id
    inner join {{ ref('int_tables') }} as tables
        on rows_resolved.document_id = tables.document_id and rows_resolved.table_id = tables.table_id
    where tables.row_axis = 'functional' and tables.part = 'expenditure'
),

amounts as (
    {{ row_amounts(
        kinds="kinds.row_axis = 'functional' and kinds.part = 'expenditure'",
        measures=[
            'total', 'basic', 'project', 'personnel', 'public_use', 'operating_expenditure', 'remit_to_superior',
            'subsidy_to_affiliates', 'reserve'
        ],
        position="(
            case
                when facts.basis = 'prior' then 2
                when facts.measure = 'total' then 0
                else 1
            end,
            facts.column_index
        )"
    ) }}
),

followed as (
    -- some templates print the code of a 款 again on its only 项, with the same amounts: the second is the leaf
    select
        rows_listed.document_id,
        rows_listed.table_id,
        rows_listed.row_index
    from subject_rows as rows_listed
    inner join subject_rows as next_rows
        on
            rows_listed.document_id = next_rows.document_id
            and rows_listed.table_id = next_rows.table_id
            and rows_listed.row_index + 1 = next_rows.row_index
            and rows_listed.tree_code = next_rows.tree_code
            and rows_listed.unit_name is not distinct from next_rows.unit_name
    inner join amounts
        on
            rows_listed.document_id = amounts.document_id
            and rows_listed.table_id = amounts.table_id
            and rows_listed.row_index = amounts.row_index
    inner join amounts as next_amounts
        on
            next_rows.document_id = next_amounts.document_id
            and next_rows.table_id = next_amounts.table_id
            and next_rows.row_index = next_amounts.row_index
    where
        amounts.total_printed = next_amounts.total_printed
        and amounts.basic_printed is not distinct from next_amounts.basic_printed
        and amounts.project_printed is not distinct from next_amounts.project_printed
        and length(rows_listed.tree_code) = 5
        and exists (
            select 1
            from subject_rows as classes
            where
                classes.document_id = rows_listed.document_id
                and classes.table_id = rows_listed.table_id
                and classes.tree_code = left(rows_listed.tree_code, 3)
        )
),

detailed as (
    {{ detailed_codes('subject_rows', 'tree_code', ['document_id', 'table_id', 'unit_name']) }}
)

select
    subject_rows.document_id,
    subject_rows.document_revision,
    subject_rows.table_id,
    subject_rows.table_kind,
    subject_rows.budget_scope,
    -- a kind of table printed again repeats the amounts of the first
    subject_rows.table_id = min(subject_rows.table_id) over (
        partition by subject_rows.document_id, subject_rows.table_kind
    ) as is_first_table,
    subject_rows.row_index,
    subject_rows.row_role,
    subject_rows.subject_id,
    subject_rows.functional_code,
    subject_rows.subject_code as printed_code,
    subject_rows.subject_name as printed_name,
    subject_rows.unit_name,
    subject_rows.resolution_method,
    subject_rows.resolution_confidence,
    subject_rows.row_role != 'memo' and followed.row_index is null and case
        when subject_rows.tree_code is null then subject_rows.row_role = 'item'
        else detailed.detailed_code is null
    end as is_leaf,
    coalesce(
        amounts.total_printed,
        case
            when coalesce(amounts.basic_printed, amounts.project_printed) is not null
                then
                    coalesce(amounts.basic_printed, 0)
                    + coalesce(amounts.project_printed, 0)
                    + coalesce(amounts.operating_expenditure_printed, 0)
                    + coalesce(amounts.remit_to_superior_printed, 0)
                    + coalesce(amounts.subsidy_to_affiliates_printed, 0)
        end
    ) as total_yuan,
    amounts.basic_printed as basic_yuan,
    amounts.project_printed as project_yuan,
    amounts.personnel_printed as personnel_yuan,
    amounts.public_use_printed as public_use_yuan,
    amounts.operating_expenditure_printed as operating_expenditure_yuan,
    amounts.remit_to_superior_printed as remit_to_superior_yuan,
    amounts.subsidy_to_affiliates_printed as subsidy_to_affiliates_yuan,
    amounts.reserve_printed as reserve_yuan,
    amounts.fact_id,
    amounts.page,
    amounts.x0,
    amounts.top,
    amounts.x1,
    amounts.bottom
from subject_rows
inner join amounts
    on
        subject_rows.document_id = amounts.document_id
        and subject_rows.table_id = amounts.table_id
        and subject_rows.row_index = amounts.row_index
        and subject_rows.side = amounts.side
left join detailed
    on
        subject_rows.document_id = detailed.document_id
        and subject_rows.table_id = detailed.table_id
        and subject_rows.unit_name is not distinct from detailed.unit_name
        and subject_rows.tree_code = detailed.detailed_code
left join followed
    on
        subject_rows.document_id = followed.document_id
        and subject_rows.table_id = followed.table_id
        and subject_rows.row_index = followed.row_index
