{{ config(materialized='ephemeral') }}
-- 收支总表支出方的人员、公用、项目 = 支出总表、基本支出表的同名栏。
{{ anchors_agree('summary_uses_agree', [
    ['project', 'expenditure_summary.project',
        [['income_expenditure_summary.expenditure_total:project'], ['income_expenditure_summary.use_project']],
        '支出总表项目支出', '收支总表支出方项目支出'],
    ['basic', 'expenditure_summary.basic',
        [['income_expenditure_summary.expenditure_total:personnel', 'income_expenditure_summary.expenditure_total:public_use'],
            ['income_expenditure_summary.use_basic']],
        '支出总表基本支出', '收支总表支出方人员经费加公用经费'],
]) }}
