{{ config(materialized='ephemeral') }}
-- 同一编码各单位名称一致: most bodies of the site call a subject alike, one calls it otherwise.
with names as (
    select
        kept.*,
        documents.source_id,
        documents.fiscal_year,
        coalesce(documents.unit_id, documents.document_id) as unit_id
    from {{ ref('int_kept_code_names') }} as kept
    inner join {{ ref('int_check_bodies') }} as documents using (document_id)
),

counted as (
    select
        source_id,
        fiscal_year,
        code,
        name,
        count(distinct unit_id) as units
    from names
    group by all
),

usual as (
    select
        source_id,
        fiscal_year,
        code,
        arg_max(name, (units, name)) as name,
        max(units) as units,
        sum(units) as all_units
    from counted
    group by all
    having max(units) >= 3 and max(units) >= 0.7 * sum(units)
),

checks as (
    select
        names.document_id,
        'code_across:' || names.code || coalesce(':' || nullif(row_number() over (
            partition by names.document_id, names.code order by names.name
        ), 1), '') as subject,
        '编码 ' || names.code || ' 的名称与各单位一致' as relation,
        names.name <> usual.name and not starts_with(names.name, usual.name) and not starts_with(usual.name, names.name)
        and jaro_winkler_similarity(names.name, usual.name) < 0.85 as is_wrong,
        cast(null as varchar) as blocked,
        case when names.name <> usual.name then '名称仅有断行、缩写或标点之别' end as reason,
        {{ no_numbers() }},
        [names.page] as pages,
        names.table_label || '第' || names.page || '页：“' || names.row_label || '”，其他 ' || usual.units
        || ' 个单位该编码均为“' || usual.name || '”' as message,
        [names.fact_id] as fact_ids
    from names
    inner join usual using (source_id, fiscal_year, code)
)

{{ judge_checks('code_name_across_units', 'checks') }}
