-- Results of the rules of group form_1 (macros/findings/rule_models.sql).
{{ results_of('form_1') }}
