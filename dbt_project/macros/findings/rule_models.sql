{# The rules, in the order of the catalogue: each has a model fnd_<rule> and a row in the seed rule_catalogue. #}
{% macro rule_models() %}
{% do return([
    'subject_tree', 'total_row',
    'summary_income_classes', 'summary_expenditure_classes', 'summary_grand_total', 'summary_balance',
    'fiscal_income_classes', 'fiscal_expenditure_classes', 'fiscal_grand_total', 'fiscal_balance',
    'row_basic_project', 'row_personnel_public_use', 'row_economic_total', 'row_summary_uses',
    'row_fiscal_sources', 'row_income_current', 'row_income_carryover', 'row_income_two_levels',
    'row_income_sources', 'row_fiscal_total', 'row_funding_total',
]) %}
{% endmacro %}
