{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ delete_stale_documents() }}"
) }}
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
        any_value(facts.row_role) as row_role,
        any_value(facts.level) as level,
        any_value(facts.unit_name) as unit_name,
        any_value(facts.subject_code) as subject_code,
        any_value(facts.whole_code) as whole_code,
        any_value(facts.subject_name) as subject_name,
        any_value(facts.clean_name) as clean_name,
        {{ clean_name("nullif(regexp_extract(any_value(facts.name_path), '([^/]+)/[^/]+$', 1), '')") }} as parent_name
    from {{ ref('int_facts') }} as facts
    inner join building on facts.document_id = building.document_id
    inner join {{ ref('int_tables') }} as tables
        on facts.document_id = tables.document_id and facts.table_id = tables.table_id
    where
        facts.row_role != 'total'
        and case tables.row_axis
            when 'functional' then coalesce(facts.subject_code, facts.subject_name) is not null
            when 'summary'
                then facts.side in ('right', 'whole')
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
                    when {{ similar_names('questions.clean_name', 'subjects.clean_name') }}
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

answers as ({{ first_step_answer('candidates', 'functional', 'functional_code') }}),

subject_rows as (
    -- the code's row of the year, else the one nearest to it
    select
        answers.question_id,
        arg_min(
            valid.subject_id,
            greatest(valid.from_year - questions.year, questions.year - valid.to_year, 0)
        ) as subject_id
    from answers
    inner join questions on answers.question_id = questions.question_id
    inner join {{ ref('int_functional_subjects') }} as valid
        on answers.functional_code = valid.functional_code
    group by answers.question_id
)

select
    functional_rows.* exclude (row_axis),
    functional_rows.row_axis = 'functional' as is_subject_table,
    questions.year as subject_year,
    answers.functional_code,
    subject_rows.subject_id,
    case
        when answers.method like 'code%' and functional_rows.whole_code != functional_rows.subject_code
            then 'restored_code'
        else coalesce(answers.method, 'unresolved')
    end as resolution_method,
    cast(
        case
            when answers.method like 'code%' and functional_rows.whole_code != functional_rows.subject_code
                then least(answers.confidence, 0.97)
            else coalesce(answers.confidence, 0)
        end as decimal(3, 2)
    ) as resolution_confidence
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
left join subject_rows on questions.question_id = subject_rows.question_id
