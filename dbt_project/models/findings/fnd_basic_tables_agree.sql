{{ config(materialized='ephemeral') }}
-- 一般公共预算支出表的基本支出 = 一般公共预算基本支出表合计。
{{ anchors_agree('basic_tables_agree', [
    ['general_public', 'general_public_basic_by_economic.total',
        [['general_public_expenditure.basic']],
        '一般公共预算基本支出表合计', '一般公共预算支出表基本支出'],
    ['final', 'final_general_public_expenditure.basic',
        [['final_general_public_basic_by_economic.personnel', 'final_general_public_basic_by_economic.public_use']],
        '一般公共预算支出决算表基本支出', '基本支出决算表人员经费合计加公用经费合计'],
    ['appropriation', 'fiscal_appropriation_basic_by_economic.total',
        [['fiscal_appropriation_expenditure.basic']],
        '财政拨款基本支出表合计', '财政拨款支出表基本支出'],
]) }}
