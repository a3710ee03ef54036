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

checks as (
    select
        linked.document_id,
        'link:' || what.name as subject,
        '链接所称' || what.name || '与文件一致' as relation,
        case what.name
            when '年度' then link_year <> fiscal_year
            when '类别' then link_kind <> doc_kind
            else not contains(link_text, entity_key) and not contains(entity_key, link_body)
                and not contains(link_body, entity_key)
        end as is_wrong,
        cast(null as varchar) as blocked,
        cast(null as varchar) as reason,
        {{ no_numbers() }},
        cast([1] as integer[]) as pages,
        case when is_file_name then '文件名“' else '链接“' end || left(link_text, 50) || '”下的文件是“' || entity_key || '”' || fiscal_year || '年'
        || case doc_kind when 'final' then '决算' else '预算' end || '，' || what.name || '不符' as message,
        is_file_name,
        cast([] as varchar[]) as fact_ids
    from linked
    left join named using (document_id)
    cross join (values ('年度'), ('类别'), ('主体')) as what (name)
    where case what.name
        when '年度' then link_year is not null
        when '类别' then link_kind is not null
        else link_body is not null
    end
),

{{ judge_checks('link_names_document', 'checks', softened="case when checks.is_file_name then 'review' end") }}
