{{ config(materialized='ephemeral') }}
-- 一般公共预算项目支出经济分类表合计 = 一般公共预算支出表项目支出。
{{ anchors_agree('project_economic_agrees', [
    ['project', 'general_public_project_by_economic.total',
        [['general_public_expenditure.project']],
        '一般公共预算项目支出表合计', '一般公共预算支出表项目支出'],
]) }}
