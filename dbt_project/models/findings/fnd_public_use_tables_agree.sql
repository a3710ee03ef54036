{{ config(materialized='ephemeral') }}
-- 一般公共预算支出表的公用经费 = 基本支出表公用经费。
{{ anchors_agree('public_use_tables_agree', [
    ['general_public', 'general_public_basic_by_economic.public_use',
        [['general_public_expenditure.public_use']],
        '一般公共预算基本支出表公用经费', '一般公共预算支出表公用经费'],
    ['appropriation', 'fiscal_appropriation_basic_by_economic.public_use',
        [['fiscal_appropriation_expenditure.public_use']],
        '财政拨款基本支出表公用经费', '财政拨款支出表公用经费'],
]) }}
