-- Results of the rules of group form_2 (macros/findings/rule_models.sql).
{{ results_of('form_2') }}
