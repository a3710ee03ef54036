{#-
    References leave the database name out: a view then still works after the build file was
    published under another name or attached beside others.
-#}
{% macro ref() %}
    {% set relation = builtins.ref(*varargs, **kwargs) %}
    {% do return(relation.include(database=false)) %}
{% endmacro %}

{#- Likewise for the lake: the SQL that dbt records of a database serves every other (macros/steps.sql). -#}
{% macro source() %}
    {% do return(builtins.source(*varargs, **kwargs).include(database=false)) %}
{% endmacro %}
