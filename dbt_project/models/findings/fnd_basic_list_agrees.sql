{{ config(materialized='ephemeral') }}
-- 基本支出（总）表总计 = 支出总表基本支出。
{{ anchors_agree('basic_list_agrees', [
    ['basic', 'basic_expenditure.total',
        [['expenditure_summary.basic']],
        '基本支出表总计', '支出总表基本支出'],
]) }}
