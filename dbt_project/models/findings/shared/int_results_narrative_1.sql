-- Results of the rules of group narrative_1 (macros/findings/rule_models.sql).
{{ results_of('narrative_1') }}
