-- Every printed amount of a table, with its half-unit, its trust and the words a message needs.
with named as (
    -- A column whose printed header names an earlier year holds last year's amounts, whatever its words.
    select
        facts.* exclude (column_id, source),
        case
            when try_cast(regexp_extract(facts.column_label, '(20\d\d)', 1) as integer) < documents.fiscal_year
                then 'prior:' || facts.column_id
            else facts.column_id
        end as column_id
    from {{ checked_rows('stg_facts') }} as facts
    inner join {{ ref('int_check_documents') }} as documents using (document_id)
    where facts.amount_yuan is not null
),

repeated as (
    -- Two columns under one canonical name: the reader could not tell them apart, so no rule may add them.
    select
        document_id,
        table_id,
        side,
        column_id
    from named
    -- forms print one kind of amount in several places
    where column_id <> 'other' and table_kind not like '%performance_target'
    group by all
    having count(distinct column_index) > 1
),

ends as (
    -- how many zeros the cents of a number end in
    select
        document_id,
        table_id,
        table_kind,
        decimals_printed,
        amount_yuan,
        case when amount_yuan <> 0 then length(cents) - length(rtrim(cents, '0')) end as end_zeros
    from (
        select
            *,
            cast(cast(abs(amount_yuan) * 100 as hugeint) as varchar) as cents
        from named
    ) as written
),

-- 12,345,600.00 元: numbers that all end in the same zeros were rounded before they were printed
of_documents as (
    select
        document_id,
        case when count(end_zeros) >= 40 then min(end_zeros) else 0 end as common_zeros
    from ends
    group by document_id
),

-- A sheet has one precision: 335.4 beside 2-decimal figures has lost its last zero. Forms are filled in by hand: each
-- number has its own.
of_tables as (
    select
        document_id,
        table_id,
        max(decimals_printed) as decimals,
        case when count(distinct amount_yuan) >= 12 then min(end_zeros) else 0 end as common_zeros
    from ends
    where table_kind not like '%performance_target'
    group by document_id, table_id
),

precise as (
    select
        named.*,
        coalesce(of_tables.decimals, named.decimals_printed) as decimals,
        greatest(of_tables.common_zeros, of_documents.common_zeros) as common_zeros
    from named
    inner join of_documents using (document_id)
    left join of_tables using (document_id, table_id)
)

select
    facts.document_id,
    facts.fact_id,
    facts.table_id,
    tables.kind as table_kind,
    tables.table_label,
    facts.row_index,
    facts.side,
    facts.row_role,
    facts.level,
    facts.subject_code,
    coalesce(facts.subject_code_full, facts.subject_code) as full_code,
    facts.subject_name,
    facts.name_path,
    facts.unit_name,
    facts.department_economic_code,
    facts.government_economic_code,
    facts.column_index,
    facts.column_id,
    facts.column_label,
    facts.amount_printed,
    facts.amount_yuan,
    facts.decimals,
    coalesce(tables.unit_multiplier, 1) as unit_multiplier,
    tables.money_unit,
    -- a printed zero is nothing, exactly: templates print 0.00 in every line they do not use; but where whole
    -- 万元 are printed it may be a rounded 0.3
    case
        when facts.amount_yuan = 0 and (facts.decimals > 0 or coalesce(tables.unit_multiplier, 1) = 1) then 0
        else greatest(
            {{ half_unit('facts.decimals', 'coalesce(tables.unit_multiplier, 1)') }},
            0.005 * power(10, least(coalesce(facts.common_zeros, 0), 6))
        )
    end as half_unit,
    facts.page,
    facts.x0,
    facts.top,
    facts.x1,
    facts.bottom,
    trim(coalesce(facts.subject_code, '') || ' ' || coalesce(facts.subject_name, '')) as row_label,
    {{ plain_text('facts.subject_name') }} as name_plain,
    tables.distrust_reason is null and repeated.column_id is null as is_trusted,
    coalesce(tables.distrust_reason, case when repeated.column_id is not null then '同名栏目出现多次' end)
    as distrust_reason
from precise as facts
inner join {{ ref('int_check_tables') }} as tables using (document_id, table_id)
left join repeated
    on facts.document_id = repeated.document_id
    and facts.table_id = repeated.table_id
    and facts.side = repeated.side
    and facts.column_id = repeated.column_id
