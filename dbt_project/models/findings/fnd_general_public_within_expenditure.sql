{{ config(materialized='ephemeral') }}
-- 一般公共预算支出不大于支出总表合计。
{{ anchors_agree('general_public_within_expenditure', [
    ['total', 'general_public_expenditure.total',
        [['expenditure_summary.total']],
        '一般公共预算支出表合计', '支出总表合计'],
    ['basic', 'general_public_expenditure.basic',
        [['expenditure_summary.basic']],
        '一般公共预算支出表基本支出', '支出总表基本支出'],
    ['project', 'general_public_expenditure.project',
        [['expenditure_summary.project']],
        '一般公共预算支出表项目支出', '支出总表项目支出'],
], comparison='at_most') }}
