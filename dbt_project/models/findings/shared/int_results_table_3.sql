-- Results of the rules of group table_3 (macros/findings/rule_models.sql).
{{ results_of('table_3') }}
