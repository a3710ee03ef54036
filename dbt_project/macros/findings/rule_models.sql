{# The rules, in the order of the catalogue: each has a model fnd_<rule> and a row in the seed rule_catalogue. #}
{% macro rule_models() %}
{% do return([
    'subject_tree', 'list_tree', 'total_row', 'grand_total_printed',
    'summary_income_classes', 'summary_expenditure_classes', 'summary_grand_total', 'summary_balance',
    'fiscal_income_classes', 'fiscal_expenditure_classes', 'fiscal_grand_total', 'fiscal_balance',
    'row_basic_project', 'row_personnel_public_use', 'row_economic_total', 'row_summary_uses',
    'row_fiscal_sources', 'row_income_current', 'row_income_carryover', 'row_income_two_levels',
    'row_income_sources', 'row_fiscal_total', 'row_funding_total',
    'income_tables_agree', 'expenditure_tables_agree', 'summary_uses_agree',
    'general_public_tables_agree', 'gov_fund_tables_agree', 'state_capital_tables_agree',
    'appropriation_total_agrees', 'appropriation_parts_agree', 'appropriation_income_agrees',
    'basic_tables_agree', 'personnel_tables_agree', 'public_use_tables_agree', 'project_economic_agrees',
    'economic_axes_agree', 'basic_list_agrees', 'project_list_agrees', 'operating_cost_within_public_use',
    'general_public_within_expenditure',
    'three_public_total', 'three_public_vehicles', 'three_public_meetings', 'three_public_sources',
    'procurement_total', 'row_procurement_sources',
    'subjects_income_expenditure', 'subjects_general_public', 'subjects_general_public_basic',
    'subjects_general_public_project', 'subjects_appropriation', 'classes_agree', 'class_names_agree',
    'narrative_totals', 'narrative_basic_project', 'narrative_personnel_public_use', 'narrative_income_sources',
    'narrative_carryover', 'narrative_appropriation', 'narrative_budgets', 'narrative_three_public',
    'narrative_operating_cost', 'narrative_procurement', 'narrative_meetings',
    'narrative_subjects', 'narrative_change_percent', 'narrative_change_direction',
    'narrative_change_prior', 'narrative_prior_not_negative', 'narrative_shares',
    'narrative_procurement_sum', 'narrative_three_public_sum', 'narrative_vehicle_sum',
    'narrative_vehicle_count', 'narrative_vehicle_purchase_count', 'narrative_micro_within_sme',
    'empty_note_contradicted', 'empty_table_unexplained', 'subject_code_known', 'one_code_one_name',
]) %}
{% endmacro %}
