{{ config(materialized='ephemeral') }}
-- 机关运行经费不大于公用经费。
{{ anchors_agree('operating_cost_within_public_use', [
    ['operating_cost', 'agency_operating_expenses.total',
        [['general_public_expenditure.public_use'], ['general_public_basic_by_economic.public_use']],
        '机关运行经费', '一般公共预算公用经费'],
], comparison='at_most') }}
