{{ config(materialized='ephemeral') }}
-- 一般公共预算支出表的人员经费 = 基本支出表人员经费。
{{ anchors_agree('personnel_tables_agree', [
    ['general_public', 'general_public_basic_by_economic.personnel',
        [['general_public_expenditure.personnel']],
        '一般公共预算基本支出表人员经费', '一般公共预算支出表人员经费'],
    ['appropriation', 'fiscal_appropriation_basic_by_economic.personnel',
        [['fiscal_appropriation_expenditure.personnel']],
        '财政拨款基本支出表人员经费', '财政拨款支出表人员经费'],
]) }}
