-- Results of the rules of group table_1 (macros/findings/rule_models.sql).
{{ results_of('table_1') }}
