{#-
    On-run-end: the SQL that made this database, in the order in which it ran. While the project stays as it is, the
    next build runs these steps without dbt's start (pipelines/model/steps.py): the SQL of a step is the same every
    time. Left out are views, which stand, and what is of the classification alone.

    A build in rounds (int_rounds) runs the steps of phase `first`, which the rounds rest on, once, those of phase
    `round` for the documents of each round, that of phase `round_end` where no test of the round failed, and those of
    phase `last`, which look at all documents, once. Documents that got no further than `round` are checked again.
-#}
{% macro record_steps(results) %}
    {% if execute and not are_recorded() %}
        {% set passed = succeeded(results) %}
        {% set phases = phases_of_steps() %}
        {% set beneath = {} %}
        {% set steps = [] %}
        {% for result in results if result.node.unique_id in passed and is_step(result.node) %}
            {% set node = result.node %}
            {% do find_steps_beneath(node.unique_id, beneath) %}
            {% set names = [] %}
            {% for name in beneath[node.unique_id] | sort %}{% do names.append(literal(name)) %}{% endfor %}
            {% do steps.append('(' ~ [
                loop.index,
                literal(node.name),
                literal(node.resource_type),
                literal(phases.get(node.unique_id, 'last')),
                literal(node.schema ~ '.' ~ node.alias),
                literal(node.config.materialized),
                literal((node.config.get('severity') or 'error') | lower),
                literal(node.compiled_code),
                literal(stale_rows_deleted(node)) if is_kept(node) else 'null',
                literal(stale_builds_forgotten(node)) if is_kept(node) else 'null',
                literal(builds_remembered(node)) if is_kept(node)
                else literal(leave_what_is_compared()) if node.config.meta.get('leaves_what_is_compared') else 'null',
                '[' ~ names | join(', ') ~ ']',
            ] | join(', ') ~ ')') %}
        {% endfor %}
        {% do run_query('create or replace table intermediate.steps (step_no integer, name varchar, kind varchar,
            phase varchar, relation varchar, materialized varchar, severity varchar, query varchar, stale_deleted varchar,
            stale_forgotten varchar, afterwards varchar, rests_on varchar[])') %}
        {% if steps %}{% do run_query('insert into intermediate.steps values ' ~ steps | join(', ')) %}{% endif %}
        {% set ends = [] %}
        {% for statement in documents_are_tested() %}{% do ends.append(literal(statement)) %}{% endfor %}
        {% do run_query('create or replace table intermediate.steps_of (digest varchar, has_all_models boolean,
            has_all_tests boolean, at_start varchar[], next_round varchar, at_end varchar[])') %}
        {% do run_query('insert into intermediate.steps_of values (' ~ [
            literal(env_var('MINGZHANG_PROJECT_DIGEST', '')),
            all_passed('model', passed),
            all_passed('test', passed),
            '[' ~ literal(build_begun()) ~ ', ' ~ literal(changes_remembered()) ~ ']',
            literal(next_round_begun()),
            '[' ~ ends | join(', ') ~ ']',
        ] | join(', ') ~ ')') %}
    {% endif %}
{% endmacro %}

{#- Whether a run of the whole project has recorded its steps: one of a part leaves them as they are. -#}
{% macro are_recorded() %}
    {% if not adapter.get_relation(target.database, 'intermediate', 'steps_of') %}{% do return(false) %}{% endif %}
    {% set whole = run_query("select 1 from intermediate.steps_of where has_all_models and has_all_tests and digest = "
        ~ literal(env_var('MINGZHANG_PROJECT_DIGEST', ''))) %}
    {% do return(whole.rows | length > 0) %}
{% endmacro %}

{#- The steps of the rounds and of what they rest on; a test of what only tonight's documents fill is of the rounds. -#}
{% macro phases_of_steps() %}
    {% set phases = {} %}
    {% for node in graph.nodes.values() if is_kept(node) or node.name in tables_of_round() %}
        {% do phases.update({node.unique_id: 'round'}) %}
    {% endfor %}
    {% for unique_id in phases.keys() | list %}{% do mark_first(unique_id, phases) %}{% endfor %}
    {% for node in graph.nodes.values() if node.resource_type == 'test' %}
        {% for parent in node.depends_on.nodes if graph.nodes.get(parent, {}).get('name') in tables_of_round() %}
            {% do phases.update({node.unique_id: 'round'}) %}
        {% endfor %}
    {% endfor %}
    {% for node in graph.nodes.values() if node.name == 'int_results_of_documents' %}
        {% do phases.update({node.unique_id: 'round_end'}) %}
    {% endfor %}
    {% do return(phases) %}
{% endmacro %}

{#- In `beneath`: the names of the steps that a node rests on, seen through the views and the ephemeral between. -#}
{% macro find_steps_beneath(unique_id, beneath) %}
    {% if unique_id not in beneath %}
        {% set names = {} %}
        {% for parent in graph.nodes.get(unique_id, {}).get('depends_on', {}).get('nodes', []) if parent in graph.nodes %}
            {% if is_step(graph.nodes[parent]) %}
                {% do names.update({graph.nodes[parent].name: true}) %}
            {% else %}
                {% do find_steps_beneath(parent, beneath) %}
                {% do names.update(beneath[parent]) %}
            {% endif %}
        {% endfor %}
        {% do beneath.update({unique_id: names}) %}
    {% endif %}
{% endmacro %}

{% macro mark_first(unique_id, phases) %}
    {% for parent in graph.nodes.get(unique_id, {}).get('depends_on', {}).get('nodes', []) if parent not in phases %}
        {% do phases.update({parent: 'first'}) %}
        {% do mark_first(parent, phases) %}
    {% endfor %}
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
