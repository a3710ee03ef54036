-- Results of the rules of group table_2 (macros/findings/rule_models.sql).
{{ results_of('table_2') }}
