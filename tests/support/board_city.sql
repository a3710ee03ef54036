-- An invented city as the marts would hold it; {new}, {old}, {other}, {evil} are filled in.
CREATE TABLE dim_document AS SELECT * FROM (VALUES
    ('{new}', 'x1', 'unit:1', '样例市教育局', 'department', 'budget', 2024::SMALLINT, 'budget_disclosure', 'whole',
     'ok', true, true, 2, NULL::VARCHAR, '2024年部门预算', 'T1', 'sample', 'sample.pdf', 'http://127.0.0.1/a.pdf',
     '2024-02-01', 2, 4, 4, '1', '样例市公开平台', '预算公开{evil}', TIMESTAMPTZ '2024-02-01 02:03:00+08'),
    ('{old}', 'x1', 'unit:1', '样例市教育局', 'department', 'budget', 2024::SMALLINT, 'budget_disclosure', 'whole',
     'partial', true, false, 1, '{new}', '2024年部门预算（旧）', 'T1', 'sample', 'sample.pdf', NULL::VARCHAR,
     '2024-01-01', 2, 4, 4, '1', '样例市公开平台', NULL::VARCHAR, NULL::TIMESTAMPTZ),
    ('{other}', 'x2', 'unit:2', '样例市水利局', 'department', 'budget', 2023::SMALLINT, 'budget_disclosure', 'whole',
     'ok', true, true, 1, NULL::VARCHAR, '{evil}', 'T1', 'sample', 'missing.pdf', 'javascript:alert(1)',
     '2023-02-01', 1, 4, 4, '1', NULL::VARCHAR, NULL::VARCHAR, NULL::TIMESTAMPTZ))
    t(document_id, disclosure_id, unit_id, entity_name, scope, doc_kind, fiscal_year, content_class, part,
      read_status, is_disclosure, is_current, version, superseded_by_document_id, title, template, source_id, path,
      url, first_seen_night, page_count, money_tokens, money_tokens_claimed, reader_version, source_name, link_text,
      first_seen_at);
COMMENT ON TABLE dim_document IS '公开文件';
CREATE TABLE dim_unit AS SELECT * FROM (VALUES
    ('unit:1', '101', '样例市教育局', ['市教育局'], NULL::VARCHAR, NULL::VARCHAR, 'department', 'sample', true, 2),
    ('unit:2', '102', '样例市水利局{evil}', []::VARCHAR[], NULL::VARCHAR, NULL::VARCHAR, 'department', 'sample', true, 1),
    ('unit:3', '103', '样例市沉默局', []::VARCHAR[], NULL::VARCHAR, NULL::VARCHAR, 'department', 'sample', true, 0))
    t(unit_id, unit_code, unit_name, aliases, department_unit_id, department_name, scope, source_id, is_registered,
      disclosure_count);
CREATE TABLE fct_disclosure_coverage AS SELECT * FROM (VALUES
    ('unit:3', 'budget', 2024::SMALLINT, '样例市沉默局', 'sample', 'missing', true, DATE '2024-01-25', DATE '2024-02-14'),
    ('unit:1', 'budget', 2024::SMALLINT, '样例市教育局', 'sample', 'published', true, DATE '2024-01-25', DATE '2024-02-14'))
    t(unit_id, doc_kind, fiscal_year, unit_name, source_id, status, is_expected, approval_date,
      publish_by);
CREATE TABLE fct_key_figures AS SELECT * FROM (VALUES
    ('{new}', 'total_income', 'x1', 'unit:1', 'department', 'budget', 2024::SMALLINT, true, true,
     2500000.00::DECIMAL(20, 2)),
    ('{new}', 'three_public_total', 'x1', 'unit:1', 'department', 'budget', 2024::SMALLINT, true, true,
     120000.00::DECIMAL(20, 2)),
    ('{old}', 'total_income', 'x1', 'unit:1', 'department', 'budget', 2024::SMALLINT, false, false,
     2400000.00::DECIMAL(20, 2)))
    t(document_id, figure_id, disclosure_id, unit_id, scope, doc_kind, fiscal_year, is_current, is_primary,
      amount_yuan);
CREATE TABLE dim_table AS SELECT '{new}' AS document_id, 't01' AS table_id, 'income_expenditure_summary' AS kind,
    '收支总表' AS title, '表1' AS table_number, [1] AS pages, '万元' AS money_unit, 2 AS row_count,
    false AS is_empty, 0.5::FLOAT AS closure;
CREATE TABLE fct_printed_amount AS SELECT '{new}' AS document_id, * FROM (VALUES
    ('t01:0:whole:0', 't01', 'income_expenditure_summary', 0, 'whole', 'item', '205', '教育支出', 1, 0,
     '金额', '200.00', 100.0::FLOAT, 160.0::FLOAT),
    ('t01:1:whole:0', 't01', 'income_expenditure_summary', 1, 'whole', 'total', NULL::VARCHAR, '合计', 0, 0,
     '金额', '250.00', 100.0::FLOAT, 190.0::FLOAT))
    t(fact_id, table_id, table_kind, row_index, side, row_role, subject_code, subject_name, level, column_index,
      column_label, amount_printed, x0, top),
    (SELECT 1 AS page, 160.0::FLOAT AS x1, 0.0::FLOAT AS bottom, NULL::VARCHAR AS unit_name);
UPDATE fct_printed_amount SET bottom = top + 12;
CREATE TABLE fct_problem AS SELECT * FROM (VALUES
    ('{new}', 1, 'image_page', 'note', '第2页为图片', 2), ('{old}', 1, 'image_page', 'note', '第2页为图片{evil}', 2))
    t(document_id, problem_no, code, severity, message, page);
CREATE TABLE fct_narrative_figures AS SELECT '{new}' AS document_id, 3 AS figure_no, '250' AS value_printed,
    '收入总计250万元{evil}' AS sentence, 2 AS page, 100.0::FLOAT AS x0, 160.0::FLOAT AS top, 130.0::FLOAT AS x1,
    172.0::FLOAT AS bottom;
CREATE TABLE dim_functional_subject AS SELECT '205@0' AS subject_id, '205' AS functional_code,
    '教育支出' AS subject_name, 1::SMALLINT AS level, '教育支出' AS class_name;
CREATE TABLE fct_expenditure_by_function AS SELECT '{new}' AS document_id, 'unit:1' AS unit_id, 'budget' AS doc_kind,
    2024::SMALLINT AS fiscal_year, 'all_funds' AS budget_scope, '205@0' AS subject_id,
    2000000.00::DECIMAL(24, 2) AS total_yuan, 't01:0:whole:0' AS fact_id, 't01' AS table_id, 1 AS page;
CREATE TABLE dim_rule AS SELECT 'total_row' AS rule_id, '合计行等于各行之和' AS name_zh, 'Total row' AS name_en,
    'error' AS severity, '合计等于各行之和' AS checks, '合计 = Σ' AS formula, '预算法' AS basis,
    '(n+1)·h' AS tolerance, NULL::VARCHAR AS limits;
CREATE TABLE fct_findings AS SELECT 'f00d' AS finding_id, '{new}' AS document_id, 'total_row' AS rule_id,
    '合计行等于各行之和' AS rule_name, 'error' AS severity, 'unit:1' AS unit_id, 2024::SMALLINT AS fiscal_year,
    'budget' AS doc_kind, '样例市教育局' AS entity_name, 'sample' AS source_id, '合计' AS subject,
    '合计 = 各行之和' AS relation, 2000000.00::DECIMAL(24, 6) AS expected, 2500000.00::DECIMAL(24, 6) AS actual,
    500000.00::DECIMAL(24, 6) AS difference, 200.00::DECIMAL(24, 6) AS tolerance, 'yuan' AS unit, [1] AS pages,
    '《收支总表》第1页：合计 250.00，各行之和 200.00，相差 50.00 万元 {evil}' AS message, '预算法' AS basis,
    [struct_pack(part := 'actual', table_id := 't01', table_label := '收支总表', page := 1, x0 := 100.0::FLOAT,
        top := 190.0::FLOAT, x1 := 160.0::FLOAT, bottom := 202.0::FLOAT, row_label := '合计',
        column_label := '金额', printed := '250.00')] AS evidence;
CREATE TABLE fct_rule_results AS SELECT 'total_row' AS rule_id, '{new}' AS document_id, 'unit:1' AS unit_id,
    2024::SMALLINT AS fiscal_year, 'budget' AS doc_kind, '合计' AS subject, 'fail' AS result;
CREATE TABLE fct_project_expenditure AS SELECT '{new}' AS document_id, '校舍修缮' AS project_name,
    500000.00::DECIMAL(20, 2) AS amount_yuan;
CREATE TABLE dim_economic_category AS SELECT '30216@0' AS category_id, 'department' AS axis, '30216' AS economic_code,
    '培训费' AS category_name, 2::SMALLINT AS level, NULL::SMALLINT AS valid_from_year, NULL::SMALLINT AS valid_to_year;
CREATE TABLE dim_income_source AS SELECT 'fiscal_appropriation' AS income_source_id, '财政拨款收入' AS name_zh;
CREATE TABLE fct_income_by_source AS SELECT 'unit:1' AS unit_id, 'budget' AS doc_kind, 2024::SMALLINT AS fiscal_year,
    'fiscal_appropriation' AS income_source_id, 2500000.00::DECIMAL(20, 2) AS amount_yuan,
    '{new}' AS document_id;
CREATE TABLE fct_basic_expenditure_by_economic AS SELECT 'unit:1' AS unit_id, 'budget' AS doc_kind,
    2024::SMALLINT AS fiscal_year, 'general_public' AS budget_scope, '30216' AS department_category_code,
    150000.00::DECIMAL(21, 2) AS amount_yuan, '{new}' AS document_id, 1 AS page, 't01:0:whole:0' AS fact_id,
    '培训费' AS department_name_printed;
CREATE TABLE fct_version_change AS SELECT 'x1' AS disclosure_id, '{old}' AS old_document_id, '{new}' AS new_document_id,
    'changed' AS change, '205' AS printed_code, '教育支出' AS printed_name, '金额' AS printed_column,
    2400000.00::DECIMAL(20, 2) AS old_amount_yuan, 2500000.00::DECIMAL(20, 2) AS new_amount_yuan,
    1 AS old_page, 1 AS new_page;
