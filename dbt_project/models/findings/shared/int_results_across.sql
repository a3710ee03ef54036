{{ config(post_hook='{{ leave_what_is_compared() }}', meta={'leaves_what_is_compared': true}) }}
-- Results of the rules of group across (macros/findings/rule_models.sql), the only ones that look at another year.
{% for table in tables_to_check() %}
-- depends_on: {{ ref(table) }}
{% endfor %}
{{ results_of('across') }}
