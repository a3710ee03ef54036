{{ config(meta={'dagster': {'ref': {'name': 'fct_rule_results'}}}) }}
-- A row that a rule sees twice is added twice: an error of ours that would be reported as theirs.
{{ doubled_keys(keys_of_checks()) }}
