-- Every row that names a functional subject, resolved to a subject of the row's year by declared steps
-- (seed resolution_methods), most trusted first. A step that finds two codes resolves nothing; what no step
-- resolves keeps its printed code and name and is listed.
with building as ({{ documents_to_build() }}),

functional_rows as (
    select
        facts.document_id,
        facts.document_revision,
        facts.table_id,
        facts.table_kind,
        facts.row_index,
        facts.side,
        tables.row_axis,
        arg_min(facts.row_role, facts.column_index) as row_role,
        arg_min(facts.unit_name, facts.column_index) as unit_name,
        arg_min(facts.subject_code, facts.column_index) as subject_code,
        arg_min(facts.whole_code, facts.column_index) as whole_code,
        arg_min(facts.subject_name, facts.column_index) as subject_name,
        arg_min(facts.clean_name, facts.column_index) as clean_name,
        {{ name_above('arg_min(facts.name_path, facts.column_index)') }} as parent_name
    from {{ built_rows('int_facts') }} as facts
    inner join building on facts.document_id = building.document_id
    inner join {{ ref('int_tables') }} as tables
        on facts.document_id = tables.document_id and facts.table_id = tables.table_id
    where
        facts.row_role != 'total'
        and case tables.row_axis
            when 'functional'
                then
                    facts.whole_code is not null
                    or (
                        facts.subject_name is not null
                        and (facts.document_id, {{ clean_entity('facts.subject_name') }}) not in (
                            select (bodies.document_id, bodies.entity_key) from {{ ref('int_bodies_named') }} as bodies
                        )
                    )
            when 'summary'
                then
                    facts.side in ('right', 'whole')
                    and facts.clean_name not in (select lines.printed_name from {{ ref('summary_lines') }} as lines)
                    and facts.clean_name not in (
                        select names.printed_name from {{ ref('income_source_names') }} as names
                    )
            when 'economic' then false
            else starts_with(facts.whole_code, '2')
        end
    group by all
),

questions as (
    select
        row_number() over () as question_id,
        *
    from (
        select distinct
            functional_rows.whole_code as subject_code,
            functional_rows.clean_name,
            functional_rows.parent_name,
            functional_rows.row_axis = 'summary' as is_summary,
            coalesce(documents.fiscal_year, 0) as year
        from functional_rows
        inner join {{ ref('int_documents') }} as documents
            on functional_rows.document_id = documents.document_id
    ) as distinct_questions
),

subjects as (
    select
        functional_code,
        clean_name,
        parent_code,
        level,
        from_year,
        to_year
    from {{ ref('int_functional_subjects') }}
),

by_code as (
    select
        questions.question_id,
        subjects.functional_code,
        case
            when questions.year between subjects.from_year and subjects.to_year or questions.year = 0
                then case
                    when questions.clean_name = subjects.clean_name then 'code_and_name'
                    when aliases.alias is not null then 'code_and_alias'
                    when questions.clean_name is null then 'code_without_name'
                    when
                        questions.clean_name not in (select others.clean_name from subjects as others)
                        and {{ similar_names('questions.clean_name', 'subjects.clean_name') }}
                        then 'code_and_similar_name'
                end
            when questions.clean_name = subjects.clean_name then 'code_and_name_other_year'
        end as method
    from questions
    inner join subjects on questions.subject_code = subjects.functional_code
    left join {{ ref('functional_aliases') }} as aliases
        on questions.subject_code = aliases.code and questions.clean_name = aliases.alias
),

by_name as (
    select
        questions.question_id,
        subjects.functional_code,
        case
            when {{ lost_zeros('questions.subject_code', 'subjects.functional_code') }} then 'lost_zeros'
            when subjects.level = 1 and questions.is_summary and questions.subject_code is null then 'class_name'
            when known_codes.functional_code is null and parents.clean_name = questions.parent_name
                then 'name_and_parent'
            when
                known_codes.functional_code is null
                and length(questions.subject_code) >= 4
                and right(questions.subject_code, 4) = right(subjects.functional_code, 4)
                then 'name_and_code_tail'
            when questions.subject_code is null then 'name_only'
        end as method
    from questions
    inner join subjects
        on
            questions.clean_name = subjects.clean_name
            and (questions.year between subjects.from_year and subjects.to_year or subjects.level = 1)
    left join subjects as parents
        on subjects.parent_code = parents.functional_code and questions.parent_name = parents.clean_name
    left join (select distinct functional_code from subjects) as known_codes
        on questions.subject_code = known_codes.functional_code
),

candidates as (
    select * from by_code
    union all
    select * from by_name
),

answers as ({{ first_step_answer('candidates', 'functional', 'functional_code') }}
),

first_pass as (
    select
        functional_rows.* exclude (row_axis),
        questions.year as subject_year,
        answers.functional_code,
        answers.method,
        answers.confidence
    from functional_rows
    inner join {{ ref('int_documents') }} as documents on functional_rows.document_id = documents.document_id
    inner join questions
        on
            functional_rows.whole_code is not distinct from questions.subject_code
            and functional_rows.clean_name is not distinct from questions.clean_name
            and functional_rows.parent_name is not distinct from questions.parent_name
            and (functional_rows.row_axis = 'summary') = questions.is_summary
            and coalesce(documents.fiscal_year, 0) = questions.year
    left join answers on questions.question_id = answers.question_id
),

placed as (
    select
        *,
        last_value(functional_code ignore nulls) over (
            partition by document_id, table_id, side
            order by row_index
            rows between unbounded preceding and 1 preceding
        ) as code_above
    from first_pass
),

unplaced as (
    select
        *,
        row_number() over (
            partition by document_id, table_id, side, clean_name, code_above order by row_index
        ) as occurrence
    from placed
    where functional_code is null and whole_code is null and code_above is not null
),

by_neighbour as (
    -- a child, sibling or sibling's elder of the row above; of a name that stands for a 款 and its only 项,
    -- the first occurrence is the 款
    select
        unplaced.document_id,
        unplaced.table_id,
        unplaced.side,
        unplaced.row_index,
        list(distinct subjects.functional_code order by subjects.functional_code) as codes,
        min(unplaced.occurrence) as occurrence
    from unplaced
    inner join subjects
        on
            unplaced.clean_name = subjects.clean_name
            and unplaced.subject_year between subjects.from_year and subjects.to_year
            and starts_with(subjects.functional_code, left(unplaced.code_above, 3))
    left join subjects as parents on subjects.parent_code = parents.functional_code
    where starts_with(unplaced.code_above, subjects.parent_code) or parents.clean_name = unplaced.clean_name
    group by unplaced.document_id, unplaced.table_id, unplaced.side, unplaced.row_index
),

second_pass as (
    select
        placed.* exclude (code_above, functional_code, method, confidence),
        coalesce(placed.functional_code, found.code) as functional_code,
        case
            when placed.functional_code is null and found.code is not null then 'name_and_neighbour'
            when placed.method like 'code%' and placed.whole_code != placed.subject_code then 'restored_code'
            else coalesce(placed.method, 'unresolved')
        end as resolution_method
    from placed
    left join (
        select
            document_id,
            table_id,
            side,
            row_index,
            codes[least(occurrence, len(codes))] as code
        from by_neighbour
        where len(codes) = 1 or (len(codes) = 2 and starts_with(codes[2], codes[1]))
    ) as found
        on
            placed.document_id = found.document_id
            and placed.table_id = found.table_id
            and placed.side = found.side
            and placed.row_index = found.row_index
),

subject_rows as (
    -- the code's row of the year, else the one nearest to it
    select
        named.functional_code,
        named.subject_year,
        arg_min(
            valid.subject_id,
            (greatest(valid.from_year - named.subject_year, named.subject_year - valid.to_year, 0), valid.subject_id)
        ) as subject_id
    from (select distinct
        functional_code,
        subject_year
    from second_pass) as named
    inner join {{ ref('int_functional_subjects') }} as valid on named.functional_code = valid.functional_code
    group by named.functional_code, named.subject_year
)

select
    second_pass.* exclude (clean_name, parent_name, subject_year),
    subject_rows.subject_id,
    cast(coalesce(methods.confidence, 0) as decimal(3, 2)) as resolution_confidence
from second_pass
left join subject_rows
    on
        second_pass.functional_code = subject_rows.functional_code
        and second_pass.subject_year = subject_rows.subject_year
left join {{ ref('resolution_methods') }} as methods
    on second_pass.resolution_method = methods.method and methods.axis = 'functional'
