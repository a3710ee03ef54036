-- Results of the rules of group across (macros/findings/rule_models.sql).
{{ results_of('across') }}
