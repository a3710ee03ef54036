{{ config(materialized='ephemeral') }}
-- 一般公共预算支出按经济分类表 = 按功能分类表（合计、基本、项目）。
{{ anchors_agree('economic_axes_agree', [
    ['total', 'general_public_expenditure_by_economic.total',
        [['general_public_expenditure.total']],
        '按经济分类表合计', '按功能分类表合计'],
    ['basic', 'general_public_expenditure_by_economic.basic',
        [['general_public_expenditure.basic']],
        '按经济分类表基本支出', '按功能分类表基本支出'],
    ['project', 'general_public_expenditure_by_economic.project',
        [['general_public_expenditure.project']],
        '按经济分类表项目支出', '按功能分类表项目支出'],
]) }}
