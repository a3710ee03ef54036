select
    rows_read.document_id,
    rows_read.reader_version,
    rows_read.source,
    rows_read.project_no,
    rows_read.indicator_no,
    rows_read.table_id,
    rows_read.level1,
    rows_read.level2,
    rows_read.level3,
    rows_read.indicator_name,
    rows_read.activity,
    rows_read.operator,
    rows_read.value_printed,
    rows_read.value,
    rows_read.unit,
    rows_read.period_value_printed,
    rows_read.actual_value_printed,
    rows_read.weight,
    rows_read.score,
    rows_read.explanation,
    rows_read.scoring_rule,
    rows_read.remark,
    rows_read.is_core,
    rows_read.is_period,
    rows_read.page,
    rows_read.x0,
    rows_read.top,
    rows_read.x1,
    rows_read.bottom
from {{ source('lake', 'indicators') }} as rows_read
semi join {{ ref('stg_documents') }} as latest
    on
        rows_read.document_id = latest.document_id
        and rows_read.reader_version = latest.reader_version
        and rows_read.source = latest.source
