{{ config(materialized='ephemeral') }}
-- 科目编码在当年政府收支分类之内: a functional code whose 类 no classification has; or one that no classification has
-- beside a name that only one code of the class bears, which the document itself prints elsewhere.
with coded as (
    select
        facts.document_id,
        facts.full_code as code,
        min(facts.page) as page,
        min_by(facts.table_label, (facts.page, facts.fact_id)) as table_label,
        min_by(facts.row_label, (facts.page, facts.fact_id)) as row_label,
        min_by(regexp_replace(facts.name_plain, '支出$', ''), (facts.page, facts.fact_id)) as name,
        list(facts.fact_id order by facts.table_id, facts.row_index, facts.column_index) as fact_ids,
        max(facts.distrust_reason) as distrust_reason
    from {{ ref('int_check_facts') }} as facts
    inner join {{ ref('statement_kinds') }} as kinds on facts.table_kind = kinds.kind
    where (kinds.row_axis = 'functional' or kinds.row_axis = 'income' and facts.full_code like '2%')
        and facts.full_code is not null and facts.row_role <> 'total'
        and regexp_matches(facts.full_code, '^\d+$')
    group by all
),

standard as (
    select
        functional_code[:3] as class_code,
        regexp_replace({{ plain_text('subject_name') }}, '支出$', '') as name,
        min(functional_code) as code
    from {{ ref('int_functional_subjects') }}
    group by all
    having count(distinct functional_code) = 1
),

misprinted as (
    select distinct
        coded.document_id,
        coded.code,
        standard.code as right_code
    from coded
    inner join standard on coded.code[:3] = standard.class_code and coded.name = standard.name
    inner join coded as elsewhere
        on coded.document_id = elsewhere.document_id and standard.code = elsewhere.code and coded.name = elsewhere.name
    where length(coded.code) = length(standard.code)
        and coded.code not in (select functional_code from {{ ref('int_functional_subjects') }})
    union
    -- the name of one of its sisters: 2011376 行政运行, where 2011301 is
    select
        coded.document_id,
        coded.code,
        sisters.code as right_code
    from coded
    inner join (
        select
            functional_code[:5] as group_code,
            regexp_replace({{ plain_text('subject_name') }}, '支出$', '') as name,
            min(functional_code) as code
        from {{ ref('int_functional_subjects') }}
        where length(functional_code) = 7
        group by all
        having count(distinct functional_code) = 1
    ) as sisters on coded.code[:5] = sisters.group_code and coded.name = sisters.name
    where length(coded.code) = 7
        and coded.code not in (select functional_code from {{ ref('int_functional_subjects') }})
),

checks as (
    select
        coded.document_id,
        'code:' || coded.code as subject,
        '科目编码 ' || coded.code || ' 属于政府收支分类' as relation,
        misprinted.code is not null
        or not (regexp_matches(coded.code, '^[12]\d{2}(\d{2}){0,2}$') and classes.code is not null) as is_wrong,
        case
            when coded.distrust_reason is not null then coded.distrust_reason
            when economic.code is not null then '该表按经济分类列示'
            -- codes of bodies and of projects stand in such tables as well
            when classes.code is null and names.name is null then '该行名称不是功能科目，编码可能是单位或项目编码'
        end as blocked,
        cast(null as varchar) as reason,
        {{ no_numbers() }},
        [coded.page] as pages,
        coded.table_label || '第' || coded.page || '页：科目编码“' || coded.row_label || '”不在政府收支分类之内'
        || coalesce('，该科目的编码为 ' || misprinted.right_code, '') as message,
        coded.fact_ids[:6] as fact_ids
    from coded
    left join (select distinct functional_code[:3] as code from {{ ref('int_functional_subjects') }}) as classes
        on coded.code[:3] = classes.code
    left join (
        select distinct regexp_replace({{ plain_text('subject_name') }}, '支出$', '') as name
        from {{ ref('int_functional_subjects') }}
    ) as names on coded.name = names.name
    left join (
        select distinct
            economic_code as code,
            regexp_replace({{ plain_text('category_name') }}, '支出$', '') as name
        from {{ ref('int_economic_categories') }}
    ) as economic on coded.code = economic.code and coded.name = economic.name
    left join (
        select
            document_id,
            code,
            min(right_code) as right_code
        from misprinted
        group by all
    ) as misprinted
        on coded.document_id = misprinted.document_id and coded.code = misprinted.code
)

{{ judge_checks('subject_code_known', 'checks') }}
