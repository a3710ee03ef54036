-- Results of the rules of group words (macros/findings/rule_models.sql).
{{ results_of('words') }}
