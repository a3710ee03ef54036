{{ config(materialized='ephemeral') }}
-- 标题主体: a heading or a title names another body than the one that publishes (copied from its file).
with named as (
    select
        document_id,
        page,
        text,
        entity_key
    from {{ ref('int_check_paragraphs') }}
    where part = 'narrative'
    union all
    select
        tables.document_id,
        tables.pages[1] as page,
        tables.title as text,
        documents.entity_key
    from {{ ref('int_check_tables') }} as tables
    inner join {{ ref('int_check_documents') }} as documents using (document_id)
),

headings as (
    select
        *,
        {{ clean_entity(
            "regexp_extract(text, '^(?:第.{1,3}部分|附件\\d*[:：]?)?([^，。；：:、《》“”\\d]{3,30}?(?:局|委|办|厅|院|中心|委员会|办公室|政府|街道|大队|支队|总队|学校|大学|法院|检察院|协会|联合会|集团|馆|站|所))20\\d\\d年(?:度)?(?:部门|单位)?(?:预算|决算|收支|财政|收入|支出|机关运行|一般公共|政府性基金|政府采购|“三公”)', 1)"
        ) }} as body
    from named
    where entity_key is not null
),

listed as (
    -- the bodies that belong to it: units of its tables, units of its site's register
    select
        document_id,
{{ clean_entity('subject_name') }} as body
    from {{ ref('int_check_facts') }}
    where subject_code is null or length(subject_code) = 6 or starts_with(subject_code, '0')
    union
    select
        document_id,
{{ clean_entity('unit_name') }} as body
    from {{ ref('int_check_facts') }}
    where unit_name is not null
),

compared as (
    select
        headings.*,
        contains(entity_key, headings.body) or contains(headings.body, entity_key) as is_part,
        {{ is_short_for('headings.body', 'entity_key') }}
        or {{ is_short_for('entity_key', 'headings.body') }} as is_short,
        -- … but not the city's bureau of the same name for the district's
        regexp_replace(entity_key, '^(.{1,8}?[市州盟])(.{1,8}?[区县旗市])(.{3,})$', '\1\3') = headings.body
        and headings.body <> entity_key as is_parents,
        listed.body is not null as is_listed
    from headings
    left join listed on headings.document_id = listed.document_id and headings.body = listed.body
    where headings.body is not null and not regexp_matches(headings.body, '本(部门|单位|级|局|委|办)|^(我|各)|所属|汇总|全市|全省|全区|全县')
),

checks as (
    select
        document_id,
        'heading_body:' || case when is_wrong then body else 'own' end as subject,
        '标题所称主体为本单位' as relation,
        is_wrong,
        cast(null as varchar) as blocked,
        cast(null as varchar) as reason,
        {{ no_numbers() }},
        [page] as pages,
        '第' || page || '页标题“' || left(text, 40) || case when length(text) > 40 then '…' else '' end
        || '”：所称主体“' || body || '”不是本单位“' || entity_key || '”' as message,
        cast([] as varchar[]) as fact_ids
    from (
        select
            *,
            is_parents or not (is_part or is_short or is_listed) as is_wrong
        from compared
    ) as judged
    qualify row_number() over (partition by document_id, subject order by page, text) = 1
)

{{ judge_checks('body_in_heading', 'checks') }}
