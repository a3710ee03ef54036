-- Results of the rules of group everywhere (macros/findings/rule_models.sql).
{{ results_of('everywhere') }}
