{#
    The rules, in groups: each has a model fnd_<rule> and a row in the seed rule_catalogue. The rule models are
    ephemeral and each group is one table: a table per rule would cost more than its checks.

    What a rule may look at decides what an incremental build must look at again. All groups but the last see a
    document, the files of its disclosure and, in `across`, what the body published for the year before: their
    tables hold the documents to check tonight (int_check_documents), and those of the year before until `across` has
    looked at them. A rule of the group `everywhere` sees the documents of all bodies: it rests on
    models/findings/kept, which hold little of each document, or on int_tables, and its results are made anew in
    every build.
#}
{% macro rule_models() %}
{% do return({
    'table_1': [
        'subject_tree', 'list_tree', 'total_row', 'summary_income_classes', 'summary_expenditure_classes', 'summary_uses_total', 'summary_income_parts',
        'summary_grand_total', 'summary_balance', 'fiscal_income_classes', 'fiscal_expenditure_classes',
        'fiscal_grand_total',
    ],
    'table_2': [
        'fiscal_balance', 'row_basic_project', 'row_personnel_public_use', 'row_economic_total',
        'row_summary_uses', 'row_fiscal_sources', 'row_income_current', 'row_income_carryover',
        'row_income_two_levels', 'row_income_sources',
    ],
    'table_3': [
        'row_fiscal_total', 'row_funding_total', 'three_public_total', 'three_public_vehicles',
        'three_public_meetings', 'three_public_sources', 'procurement_total', 'row_procurement_sources',
        'final_fund_balance',
    ],
    'between_1': [
        'income_tables_agree', 'expenditure_tables_agree', 'summary_uses_agree',
        'general_public_tables_agree', 'gov_fund_tables_agree', 'state_capital_tables_agree',
        'appropriation_total_agrees', 'appropriation_parts_agree', 'appropriation_income_agrees',
        'basic_tables_agree', 'personnel_tables_agree', 'public_use_tables_agree',
        'project_economic_agrees', 'economic_axes_agree',
    ],
    'between_2': [
        'basic_list_agrees', 'project_list_agrees', 'operating_cost_within_public_use',
        'general_public_within_expenditure', 'subjects_income_expenditure', 'subjects_general_public',
        'subjects_general_public_basic', 'subjects_general_public_project', 'subjects_appropriation',
        'classes_agree', 'class_names_agree', 'three_public_covers_economic', 'key_project_agrees',
        'fiscal_classes_agree',
    ],
    'narrative_1': [
        'narrative_totals', 'narrative_basic_project', 'narrative_personnel_public_use',
        'narrative_income_sources', 'narrative_carryover', 'narrative_appropriation', 'narrative_budgets',
        'narrative_three_public', 'narrative_operating_cost', 'narrative_procurement', 'narrative_meetings',
        'narrative_subjects', 'narrative_change_percent', 'narrative_change_direction',
    ],
    'narrative_2': [
        'narrative_change_prior', 'narrative_prior_not_negative', 'narrative_shares',
        'narrative_procurement_sum', 'narrative_expenditure_sum', 'narrative_three_public_sum', 'narrative_vehicle_sum',
        'narrative_vehicle_count', 'narrative_vehicle_purchase_count', 'narrative_micro_within_sme',
        'share_within_hundred', 'narrative_stated_twice', 'narrative_performance_within_project',
        'narrative_completion_percent',
    ],
    'form_1': [
        'grand_total_printed', 'empty_note_contradicted', 'empty_table_unexplained', 'subject_code_known',
        'one_code_one_name', 'year_in_title', 'scope_in_title', 'table_number_order', 'mandated_tables',
        'detail_to_item', 'subject_has_items', 'subject_has_group',
    ],
    'form_2': [
        'detail_to_economic_group', 'template_leftovers', 'amounts_not_negative',
        'functional_name_standard', 'economic_name_standard',
    ],
    'words': [
        'level_wording', 'year_in_heading', 'body_in_heading', 'body_in_table', 'table_number_style', 'page_twice', 'contents_agree',
        'year_in_text', 'year_on_cover', 'wording_slips',
        'form_amounts_sum', 'form_department_total', 'form_agrees_with_expenditure', 'form_weights',
    ],
    'across': [
        'link_names_document', 'prior_year_agrees', 'prior_column_agrees', 'final_initial_budget_agrees',
        'carryover_across_years',
    ],
    'everywhere': [
        'department_unit_row_agrees', 'unit_of_money_slip', 'unusual_change', 'same_text_twice',
        'copied_narrative', 'same_figures_twice', 'code_name_across_units', 'unit_slip_against_peers',
        'outlier_against_peers', 'tables_against_peers',
    ],
}) %}
{% endmacro %}

{# Rules about bodies, not files: their results name the body themselves and may have no document. #}
{% macro city_rules() %}
{% do return(['must_publish', 'published_late']) %}
{% endmacro %}

{# Rules whose results every build makes anew. #}
{% macro rules_made_anew() %}
{% do return(rule_models()['everywhere'] + city_rules()) %}
{% endmacro %}

{# The results of one group of rules, in the shape all rules share. #}
{% macro results_of(group) %}
{% if group not in ('across', 'everywhere') %}
-- depends_on: {{ ref('int_results_across') }}
{% endif %}
{% for rule in rule_models()[group] %}
select
    rule_id, document_id, subject, relation, result, reason, expected, actual, difference, tolerance, unit,
    pages, message, cited, own_severity
from {{ ref('fnd_' ~ rule) }}
{% if not loop.last %}union all{% endif %}
{% endfor %}
{% endmacro %}
