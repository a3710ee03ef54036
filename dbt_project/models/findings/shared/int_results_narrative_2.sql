-- Results of the rules of group narrative_2 (macros/findings/rule_models.sql).
{{ results_of('narrative_2') }}
