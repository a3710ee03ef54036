{#
    Two documents (rows of int_check_bodies) that may rightly print the same: the same body's, a department's and its
    units', those of bodies of which the one's name contains the other's.
#}
{% macro is_related(ours, theirs) -%}
    coalesce(
        {{ ours }}.disclosure_id = {{ theirs }}.disclosure_id
        or {{ ours }}.unit_id = {{ theirs }}.unit_id
        or {{ ours }}.department_unit_id = {{ theirs }}.unit_id
        or {{ theirs }}.department_unit_id = {{ ours }}.unit_id
        or contains({{ ours }}.entity_key, {{ theirs }}.entity_key)
        or contains({{ theirs }}.entity_key, {{ ours }}.entity_key),
        false
    )
{%- endmacro %}
