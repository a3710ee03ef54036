{#-
    On-run-end: the SQL that made this database, in the order in which it ran. While the project stays as it is, the
    next build runs these steps without dbt's start (pipelines/model/steps.py): the SQL of a step is the same every
    time. Left out are views, which stand, and what is of the classification alone.
-#}
{% macro record_steps(results) %}
    {% if execute %}
        {% set passed = succeeded(results) %}
        {% set steps = [] %}
        {% for result in results if result.node.unique_id in passed and is_step(result.node) %}
            {% set node = result.node %}
            {% set is_kept = node.config.materialized == 'incremental' and node.config.get('full_refresh') is not false %}
            {% do steps.append('(' ~ [
                loop.index,
                literal(node.name),
                literal(node.resource_type),
                literal(node.schema ~ '.' ~ node.alias),
                literal(node.config.materialized),
                literal((node.config.get('severity') or 'error') | lower),
                literal(node.compiled_code),
                literal(stale_rows_deleted(node)) if is_kept else 'null',
                literal(stale_builds_forgotten(node)) if is_kept
                else literal(leave_what_is_compared()) if node.config.meta.get('leaves_what_is_compared') else 'null',
                literal(builds_remembered(node)) if is_kept else 'null',
            ] | join(', ') ~ ')') %}
        {% endfor %}
        {% do run_query('create or replace table intermediate.steps (step_no integer, name varchar, kind varchar,
            relation varchar, materialized varchar, severity varchar, query varchar, stale_deleted varchar,
            stale_forgotten varchar, remembered varchar)') %}
        {% if steps %}{% do run_query('insert into intermediate.steps values ' ~ steps | join(', ')) %}{% endif %}
        {% set ends = [] %}
        {% for statement in documents_are_tested() %}{% do ends.append(literal(statement)) %}{% endfor %}
        {% do run_query('create or replace table intermediate.steps_of (digest varchar, has_all_models boolean,
            has_all_tests boolean, at_start varchar[], at_end varchar[])') %}
        {% do run_query('insert into intermediate.steps_of values (' ~ [
            literal(env_var('MINGZHANG_PROJECT_DIGEST', '')),
            all_passed('model', passed),
            all_passed('test', passed),
            '[' ~ literal(build_begun()) ~ ', ' ~ literal(changes_remembered()) ~ ']',
            '[' ~ ends | join(', ') ~ ']',
        ] | join(', ') ~ ')') %}
    {% endif %}
{% endmacro %}

{% macro is_step(node) %}
    {% do return(
        not is_of_classification(node)
        and (node.resource_type == 'test' or node.config.materialized in ('table', 'incremental'))
        and node.resource_type != 'seed'
    ) %}
{% endmacro %}

{% macro all_passed(kind, passed) %}
    {% for node in graph.nodes.values()
        if node.resource_type == kind and node.config.materialized != 'ephemeral' and node.unique_id not in passed
        and not is_of_classification(node) %}
        {% do return('false') %}
    {% endfor %}
    {% do return('true') %}
{% endmacro %}

{% macro literal(value) %}
    {% do return("'" ~ (value | string | replace("'", "''")) ~ "'") %}
{% endmacro %}
