{{ config(materialized='ephemeral') }}
-- 链接与文件相符: the link under which a file stands names its year, its kind and its body. A file without a link is
-- looked at by its own name, which whoever saved it may have given: for review only.
with named_files as (
    select
        document_id,
        source_id,
        link_text is null as is_file_name,
        coalesce(link_text, regexp_extract(path, '([^/\\]+)$', 1)) as link_text
    from {{ ref('int_documents') }}
),

linked as (
    select
        documents.is_file_name,
        checked.document_id,
        checked.unit_id,
        checked.entity_key,
        checked.fiscal_year,
        checked.doc_kind,
        documents.link_text,
        documents.source_id,
        try_cast(regexp_extract(documents.link_text, '(20\d\d)\s*年', 1) as integer) as link_year,
        case
            when contains(documents.link_text, '决算') and not contains(documents.link_text, '预算') then 'final'
            when contains(documents.link_text, '预算') and not contains(documents.link_text, '决算') then 'budget'
        end as link_kind
    from {{ ref('int_check_documents') }} as checked
    inner join named_files as documents using (document_id)
    where checked.is_identified
),

named as (
    select
        linked.document_id,
        arg_max(names.entity_key, (length(names.entity_key), names.entity_key)) as link_body
    from linked
    inner join {{ ref('int_unit_names') }} as names
        on names.is_registered and length(names.entity_key) >= 4 and contains(linked.link_text, names.entity_key)
    group by all
),

-- a body that the register does not have, before the year: 城市管理局_2026年部门预算. It is not the document's where
-- the two names have no sign in common but those of every office.
spoken_of as (
    select
        document_id,
        regexp_extract(link_text, '^(\p{Han}{2,20}?(?:局|委员会|厅|办公室|院|部|中心))(?:[_\s]*20\d\d|_)', 1) as office,
        string_split(regexp_replace(office, {{ office_signs() }}, '', 'g'), '') as office_signs,
        string_split(regexp_replace(entity_key, '省|市|区|县|' || {{ office_signs() }}, '', 'g'), '') as entity_signs
    from linked
    where contains(link_text, '部门预算') or contains(link_text, '部门决算')
),

unlike as (
    select
        spoken_of.document_id,
        spoken_of.office
    from spoken_of
    inner join linked using (document_id)
    where len(array_to_string(office_signs, '')) >= 2 and len(array_to_string(entity_signs, '')) >= 2
        and not list_has_any(office_signs, entity_signs) and not contains(linked.link_text, linked.entity_key)
),

checks as (
    select
        linked.document_id,
        'link:' || what.name as subject,
        '链接所称' || what.name || '与文件一致' as relation,
        case what.name
            when '年度' then link_year <> fiscal_year
            when '类别' then link_kind <> doc_kind
            else coalesce(not contains(link_text, entity_key) and not contains(entity_key, link_body)
                and not contains(link_body, entity_key), true)
        end as is_wrong,
        cast(null as varchar) as blocked,
        cast(null as varchar) as reason,
        {{ no_numbers() }},
        cast([1] as integer[]) as pages,
        case when is_file_name then '文件名“' else '链接“' end || left(link_text, 50) || '”下的文件是“' || entity_key || '”' || fiscal_year || '年'
        || case doc_kind when 'final' then '决算' else '预算' end || '，' || what.name || '不符' as message,
        is_file_name or link_body is null as is_doubtful,
        cast([] as varchar[]) as fact_ids
    from linked
    left join named using (document_id)
    left join unlike using (document_id)
    cross join (values ('年度'), ('类别'), ('主体')) as what (name)
    where case what.name
        when '年度' then link_year is not null
        when '类别' then link_kind is not null
        else coalesce(link_body, unlike.office) is not null
    end
)

{{ judge_checks('link_names_document', 'checks', softened="case when checks.is_doubtful then 'review' end") }}
