-- Results of the rules of group between_2 (macros/findings/rule_models.sql).
{{ results_of('between_2') }}
