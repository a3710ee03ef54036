{{ config(materialized='ephemeral') }}
-- 项目支出表总计 = 支出总表项目支出（表名含“其他支出”的模板为合计减基本支出）。
{{ anchors_agree('project_list_agrees', [
    ['project', 'project_expenditure.total',
        [['expenditure_summary.project'], ['expenditure_summary.total', '-expenditure_summary.basic']],
        '项目支出表总计', '支出总表项目支出'],
]) }}
