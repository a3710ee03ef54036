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

{# 局、委、管理…: the signs that offices of every field have in their names. #}
{% macro office_signs() -%}
    '局|委员会|委|厅|办公室|院|部|中心|管理|服务|综合|行政|执法|监督|事务|人民政府|政府|和|与|、|（.*?）'
{%- endmacro %}
