-- Results of the rules of group between_1 (macros/findings/rule_models.sql).
{{ results_of('between_1') }}
