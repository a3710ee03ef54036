-- One row per printed amount, with what its table and column mean and how far rounding leaves it open.
with building as ({{ documents_to_build(columns='source, fiscal_year') }})

select
    facts.document_id,
    building.document_revision,
    {{ this_build() }} as build_no,
    facts.fact_id,
    facts.table_id,
    facts.table_kind,
    facts.row_index,
    facts.side,
    facts.row_role,
    facts.level,
    facts.subject_code,
    coalesce(facts.subject_code_full, facts.subject_code) as whole_code,
    facts.subject_name,
    {{ clean_name('facts.subject_name') }} as clean_name,
    facts.name_path,
    facts.department_economic_code,
    facts.department_economic_name,
    facts.government_economic_code,
    facts.government_economic_name,
    facts.unit_name,
    facts.column_index,
    facts.column_id,
    facts.column_label,
    columns.measure,
    -- a column headed with an earlier year is last year's, whatever its place in the table
    case
        when starts_with(facts.column_id, 'prior_year_') then 'prior'
        when try_cast(regexp_extract(facts.column_label, '(20\d\d)年', 1) as integer) < building.fiscal_year then 'prior'
        else columns.basis
    end as basis,
    facts.amount_printed,
    facts.decimals_printed,
    facts.money_unit,
    facts.amount_yuan,
    cast(
        {{ unit_size('facts.money_unit') }} / power(10, coalesce(facts.decimals_printed, 0)) / 2 as decimal(20, 6)
    ) as half_unit_yuan,
    facts.page,
    facts.x0,
    facts.top,
    facts.x1,
    facts.bottom
from {{ ref('stg_facts') }} as facts
-- other parts of the lake lie unread
inner join building on facts.document_id = building.document_id and facts.source = building.source
left join {{ ref('columns') }} as columns on {{ this_years_column('facts.column_id') }} = columns.column_id
