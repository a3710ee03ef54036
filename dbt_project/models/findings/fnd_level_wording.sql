{{ config(materialized='ephemeral') }}
-- 层级用语: a city's or a district's disclosure that defines its own terms for the departments of a higher level
-- (“三公”经费，是指省直部门用财政拨款安排的…): taken over from a province's or the centre's template.
with glossaries as (
    select
        *,
        -- what the body's own name says of its level
        case
            when regexp_matches(entity_key, '.(区|县|旗)([^域划]|$)') then 'county'
            when regexp_matches(entity_key, '市|州|盟|地区') then 'city'
            when regexp_matches(entity_key, '省|自治区') then 'province'
        end as own_level,
        regexp_extract(
            text,
            '(是指|系指|指|是|纳入)[^，。；]{0,4}?(中央|省直|省级|省本级|自治区直属|自治区本级|市直|市级|市本级|县级|县本级|区级|区本级|区直)'
            || '(各)?(预算)?(主管)?(部门|单位|财政预|财政拨|财政当年|财政部门|行政单位)[^，。；]{0,12}',
            0
        ) as definition
    from {{ ref('int_check_paragraphs') }}
    where part = 'glossary'
),

judged as (
    select
        *,
        case
            when contains(definition, '市') and own_level = 'county' then '市级'
            when regexp_matches(definition, '省|自治区') and own_level in ('county', 'city') then '省级'
            when regexp_matches(definition, '[县区][级本直]') and own_level in ('city', 'province')
                and not contains(definition, '自治区') then '区县'
            when contains(definition, '中央') and own_level is not null then '中央'
        end as foreign_level
    from glossaries
    where own_level is not null
        -- a province within its name: 某省某市 is a city
        and not (own_level = 'city' and regexp_matches(entity_key, '^[^市州盟]*(省|自治区)[^市州盟]*$'))
),

checks as (
    select
        document_id,
        'level:' || coalesce(foreign_level, 'none') as subject,
        '名词解释的层级用语与公开主体一致' as relation,
        foreign_level is not null as is_wrong,
        cast(null as varchar) as blocked,
        cast(null as varchar) as reason,
        {{ no_numbers() }},
        [page] as pages,
        '第' || page || '页名词解释：“' || {{ text_around('text', 'definition') }} || '”为' || foreign_level
        || '部门的用语，公开主体为“' || entity_key || '”' as message,
        cast([] as varchar[]) as fact_ids
    from judged
    qualify row_number() over (
        partition by document_id, foreign_level order by foreign_level nulls last, page, paragraph_no
    ) = 1
)

{{ judge_checks('level_wording', 'checks') }}
