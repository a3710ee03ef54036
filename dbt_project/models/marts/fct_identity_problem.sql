-- Bodies and files that contradict each other: to be settled in the register, never guessed.
with documents as (
    select *
    from {{ ref('int_documents') }}
    where is_disclosure
),

same_file_elsewhere as (
    select
        'one_file_two_sources' as problem,
        document_id,
        string_agg(distinct source, '、' order by source) as detail
    from {{ source('lake', 'documents') }}
    group by document_id
    having count(distinct source) > 1
),

same_text_elsewhere as (
    select
        'one_text_two_disclosures' as problem,
        min(document_id) as document_id,
        array_to_string(
            list_sort(list(distinct coalesce(entity_name, '') || coalesce(cast(fiscal_year as varchar), ''))), '、'
        ) as detail
    from documents
    where text_sha256 is not null
    group by text_sha256
    having count(distinct disclosure_id) > 1
),

one_name_two_units as (
    select
        'one_name_two_units' as problem,
        cast(null as varchar) as document_id,
        entity_key || '：' || string_agg(distinct unit_id, '、' order by unit_id) as detail
    from {{ ref('int_unit_names') }}
    where is_registered
    group by source_id, scope, entity_key
    having count(distinct unit_id) > 1
),

not_in_register as (
    select
        'not_in_register' as problem,
        documents.document_id,
        documents.entity_name as detail
    from documents
    inner join {{ ref('int_units') }} as units on documents.unit_id = units.unit_id
    where
        not units.is_registered
        and documents.source_id in (
            select registered.source_id from {{ ref('int_units') }} as registered
            where registered.is_registered
        )
),

one_body_two_names as (
    select
        'one_body_two_names' as problem,
        cast(null as varchar) as document_id,
        longer.unit_name || '、' || shorter.unit_name as detail
    from {{ ref('int_units') }} as longer
    inner join {{ ref('int_units') }} as shorter
        on
            longer.source_id = shorter.source_id
            and longer.unit_id != shorter.unit_id
            and ends_with(longer.unit_name, shorter.unit_name)
    where not longer.is_registered and not shorter.is_registered and length(shorter.unit_name) >= 5
),

not_identified as (
    select
        'not_identified' as problem,
        document_id,
        concat_ws(
            '、',
            case when unit_id is null then '主体' end,
            case when scope is null then '部门或单位' end,
            case when doc_kind is null then '预算或决算' end,
            case when fiscal_year is null then '年度' end
        ) as detail
    from documents
    where not is_identified
)

select * from same_file_elsewhere
union all
select * from same_text_elsewhere
union all
select * from one_name_two_units
union all
select * from not_in_register
union all
select * from not_identified
union all
select * from one_body_two_names
