-- Every row that names an economic category, resolved on both axes: 部门预算 (3xx) and, where printed,
-- 政府预算 (5xx). Rows without codes are resolved by name, class above and the crosswalk between the axes.
with building as ({{ documents_to_build() }}),

printed as (
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
        arg_min(facts.whole_code, facts.column_index) as subject_code,
        arg_min(facts.clean_name, facts.column_index) as clean_name,
        {{ name_above('arg_min(facts.name_path, facts.column_index)') }} as parent_name,
        arg_min(facts.department_economic_code, facts.column_index) as department_economic_code,
        arg_min({{ clean_name('facts.department_economic_name') }}, facts.column_index) as department_economic_name,
        arg_min(facts.government_economic_code, facts.column_index) as government_economic_code,
        arg_min({{ clean_name('facts.government_economic_name') }}, facts.column_index) as government_economic_name
    from {{ built_rows('int_facts') }} as facts
    inner join building on facts.document_id = building.document_id
    inner join {{ ref('int_tables') }} as tables
        on facts.document_id = tables.document_id and facts.table_id = tables.table_id
    where
        facts.row_role != 'total'
        and not (
            facts.whole_code is null
            and coalesce(facts.department_economic_code, facts.government_economic_code) is null
            and (
                facts.clean_name similar to '.*(合计|小计)|人员经费|公用经费|人员支出|公用支出|日常公用经费'
                or (facts.document_id, {{ clean_entity('facts.subject_name') }}) in (
                    select (bodies.document_id, bodies.entity_key) from {{ ref('int_bodies_named') }} as bodies
                )
            )
        )
        and (
            tables.row_axis = 'economic'
            or coalesce(facts.department_economic_code, facts.department_economic_name) is not null
            or coalesce(facts.government_economic_code, facts.government_economic_name) is not null
        )
    group by all
),

economic_rows as (
    select
        * exclude (
            department_economic_code,
            department_economic_name,
            government_economic_code,
            government_economic_name
        ),
        coalesce(
            department_economic_code, case when starts_with(subject_code, '3') then subject_code end
        ) as department_code_printed,
        coalesce(
            department_economic_name,
            case
                when row_axis = 'economic' and coalesce(subject_code, '3') similar to '3\d*' then clean_name
            end
        ) as department_name_printed,
        coalesce(
            government_economic_code, case when starts_with(subject_code, '5') then subject_code end
        ) as government_code_printed,
        coalesce(
            government_economic_name, case when starts_with(subject_code, '5') then clean_name end
        ) as government_name_printed
    from printed
    where
        row_axis != 'economic'
        or coalesce(subject_code, department_economic_code, department_economic_name, '3') similar to '[^12].*'
),

classes as (
    select distinct clean_name
    from {{ ref('int_economic_categories') }}
    where axis = 'department' and level = 1
),

contextual as (
    select
        economic_rows.*,
        coalesce(documents.fiscal_year, 0) as year,
        coalesce(
            economic_rows.parent_name,
            last_value(classes.clean_name ignore nulls) over (
                partition by economic_rows.document_id, economic_rows.table_id, economic_rows.side
                order by economic_rows.row_index
                rows between unbounded preceding and 1 preceding
            )
        ) as class_name
    from economic_rows
    inner join {{ ref('int_documents') }} as documents on economic_rows.document_id = documents.document_id
    left join classes
        on
            economic_rows.department_name_printed = classes.clean_name
            and economic_rows.government_name_printed is null
),

categories as (
    select
        axis,
        economic_code,
        clean_name,
        parent_code,
        level,
        from_year,
        to_year
    from {{ ref('int_economic_categories') }}
),

department_questions as (
    select
        row_number() over () as question_id,
        *
    from (
        select distinct
            department_code_printed as code,
            department_name_printed as name,
            class_name,
            year
        from contextual
        where coalesce(department_code_printed, department_name_printed) is not null
    ) as distinct_questions
),

department_candidates as (
    select
        questions.question_id,
        categories.economic_code,
        case
            when questions.code != categories.economic_code then 'local_extension'
            when questions.name = categories.clean_name and in_year.yes then 'code_and_name'
            when questions.name = categories.clean_name then 'code_and_name_other_year'
            when questions.name is null and in_year.yes then 'code_without_name'
            when
                in_year.yes
                and questions.name not in (select others.clean_name from categories as others)
                and {{ similar_names('questions.name', 'categories.clean_name') }}
                then 'code_and_similar_name'
        end as method
    from department_questions as questions
    inner join categories
        on
            categories.axis = 'department'
            and (
                questions.code = categories.economic_code
                or (length(questions.code) = 7 and left(questions.code, 5) = categories.economic_code)
            )
    cross join
        lateral (
            select questions.year between categories.from_year and categories.to_year or questions.year = 0 as yes
        ) as in_year
    union all
    select
        questions.question_id,
        categories.economic_code,
        case
            when {{ lost_zeros('questions.code', 'categories.economic_code') }} then 'lost_zeros'
            when known.economic_code is null and parents.clean_name is not null then 'name_and_parent'
            when known.economic_code is null then 'name_only'
            when
                known.economic_code != categories.economic_code
                and left(questions.code, 3) = left(categories.economic_code, 3)
                then 'name_against_code'
        end as method
    from department_questions as questions
    inner join categories
        on
            categories.axis = 'department'
            and questions.name = categories.clean_name
            and (questions.year between categories.from_year and categories.to_year or questions.year = 0)
    left join categories as parents
        on
            categories.parent_code = parents.economic_code
            and questions.class_name = parents.clean_name
    left join (select distinct economic_code from categories) as known on questions.code = known.economic_code
),

department_answers as ({{ first_step_answer('department_candidates', 'department', 'economic_code') }}
),

with_department as (
    select
        contextual.*,
        answers.economic_code as department_category_code,
        answers.method as department_method,
        answers.confidence as department_confidence
    from contextual
    left join department_questions as questions
        on
            contextual.department_code_printed is not distinct from questions.code
            and contextual.department_name_printed is not distinct from questions.name
            and contextual.class_name is not distinct from questions.class_name
            and contextual.year = questions.year
    left join department_answers as answers on questions.question_id = answers.question_id
),

government_questions as (
    select
        row_number() over () as question_id,
        *
    from (
        select distinct
            government_code_printed as code,
            government_name_printed as name,
            department_category_code,
            year
        from with_department
        where coalesce(government_code_printed, government_name_printed) is not null
    ) as distinct_questions
),

government_candidates as (
    select
        questions.question_id,
        categories.economic_code,
        case
            when questions.code = categories.economic_code
                then case
                    when questions.name = categories.clean_name and in_year.yes then 'code_and_name'
                    when questions.name = categories.clean_name then 'code_and_name_other_year'
                    when questions.name is null and in_year.yes then 'code_without_name'
                    when in_year.yes and {{ similar_names('questions.name', 'categories.clean_name') }}
                        then 'code_and_similar_name'
                end
            when questions.code is null and in_year.yes and crosswalk.government_code is not null
                then 'name_and_crosswalk'
            when questions.code is null and in_year.yes then 'name_only'
        end as method
    from government_questions as questions
    inner join categories
        on
            categories.axis = 'government'
            and (
                questions.code = categories.economic_code
                or (questions.code is null and questions.name = categories.clean_name)
            )
    left join {{ ref('economic_crosswalk') }} as crosswalk
        on
            categories.economic_code = crosswalk.government_code
            and questions.department_category_code = crosswalk.department_code
    cross join lateral (
        select questions.year between categories.from_year and categories.to_year or questions.year = 0 as yes
    ) as in_year
),

government_answers as ({{ first_step_answer('government_candidates', 'government', 'economic_code') }}
)

select
    with_department.* exclude (
        row_axis, year, subject_code, clean_name, parent_name, class_name, department_method, department_confidence
    ),
    case
        when coalesce(department_code_printed, department_name_printed) is not null
            then coalesce(department_method, 'unresolved')
    end as department_method,
    cast(coalesce(department_confidence, 0) as decimal(3, 2)) as department_confidence,
    answers.economic_code as government_category_code,
    case when questions.question_id is not null then coalesce(answers.method, 'unresolved') end as government_method,
    cast(coalesce(answers.confidence, 0) as decimal(3, 2)) as government_confidence
from with_department
left join government_questions as questions
    on
        with_department.government_code_printed is not distinct from questions.code
        and with_department.government_name_printed is not distinct from questions.name
        and with_department.department_category_code is not distinct from questions.department_category_code
        and with_department.year = questions.year
left join government_answers as answers on questions.question_id = answers.question_id
