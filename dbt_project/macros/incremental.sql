{#-
    Incremental models hold what single documents say, and are kept document by document. The table
    intermediate.document_builds remembers, model by model and in the model's own transaction, at which revision
    a document was built; a revision changes with the reader's version and the document's identity and year.
    `documents` names the relation of what there is to build, one row per document_id and document_revision; the
    model's meta.kept_by names it for the hooks, where it is not int_documents.

    The SQL is the same in the first build and in all that follow: nothing is remembered yet in the first.

    A build with many documents goes in rounds (int_rounds): the models kept by document, and the tables of tonight's
    checks, are run for the documents of one round after the other, so that memory is asked for one round alone. dbt
    itself does all documents in one round; pipelines/model/build.py does several.
-#}
{% macro documents_to_build(documents='int_documents', columns='fiscal_year, doc_kind') %}
    select document_id, document_revision{% if columns %}, {{ columns }}{% endif %}
    from {{ ref(documents) }}
    semi join ({{ documents_of_round(ref('int_rounds')) }}) as of_round using (document_id)
    anti join ({{ built_documents() }}) as built using (document_id, document_revision)
{% endmacro %}

{% macro documents_of_round(rounds='intermediate.int_rounds') %}
    select rounds.document_id
    from {{ rounds }} as rounds
    semi join intermediate.build_under_way as under_way on rounds.round_no = under_way.round_no
{% endmacro %}

{% macro built_documents(model=none) %}
    select document_id, document_revision
    from intermediate.document_builds
    where model = '{{ model or this.name }}'
{% endmacro %}

{#-
    The rows of a model kept by document that belong to documents being built. New rows lie together: the number
    of the build that made them lets an incremental build pass by all others unread.
-#}
{% macro built_rows(model) -%}
    (
        select rows_built.*
        from {{ ref(model) }} as rows_built
        inner join (
            select
                builds.document_id,
                builds.build_no
            from intermediate.document_builds as builds
            semi join building on builds.document_id = building.document_id
            where builds.model = '{{ model }}'
        ) as builds
            on rows_built.document_id = builds.document_id and rows_built.build_no = builds.build_no
    )
{%- endmacro %}

{% macro this_build() -%}
    (select under_way.build_no from intermediate.build_under_way as under_way)
{%- endmacro %}

{#- Pre-hook: rows of documents that are gone or stand at another revision. -#}
{% macro delete_stale_documents() %}
    {% if is_incremental() %}{{ stale_rows_deleted(model) }}{% else %}select 1{% endif %}
{% endmacro %}

{#- Post-hooks, in the transaction of the rows themselves: what is built now. -#}
{% macro forget_stale_documents() %}{{ stale_builds_forgotten(model) }}{% endmacro %}

{% macro remember_documents() %}{{ builds_remembered(model) }}{% endmacro %}

{% macro kept_by(node) %}
    {% do return(revisions()[node.config.meta.get('kept_by', 'int_documents')]) %}
{% endmacro %}

{% macro stale_rows_deleted(node) %}
    delete from {{ node.schema }}.{{ node.alias }}
    where
        {{ node.config.meta.get('document_column', 'document_id') }} in (
            select built.document_id
            from ({{ built_documents(node.name) }}) as built
            anti join {{ kept_by(node) }} using (document_id, document_revision)
        )
{% endmacro %}

{% macro stale_builds_forgotten(node) %}
    delete from intermediate.document_builds
    where
        model = '{{ node.name }}'
        and (document_id, document_revision) not in (select (document_id, document_revision) from {{ kept_by(node) }})
{% endmacro %}

{% macro builds_remembered(node) %}
    insert into intermediate.document_builds
    select '{{ node.name }}', document_id, document_revision, {{ this_build() }}
    from {{ kept_by(node) }}
    semi join ({{ documents_of_round() }}) as of_round using (document_id)
    anti join ({{ built_documents(node.name) }}) as built using (document_id, document_revision)
{% endmacro %}

{#-
    On-run-start: where builds are remembered. A project that is not the one that built the tables (other models,
    seeds or macros) builds all of them again, and tests all of them.
-#}
{% macro prepare_document_builds() %}
    {% if execute %}
        {% do run_query('create schema if not exists intermediate') %}
        {% do run_query('create table if not exists intermediate.document_builds
            (model varchar, document_id varchar, document_revision varchar, build_no integer)') %}
        {% do run_query('create table if not exists intermediate.build_under_way
            (build_no integer, round_no integer, numbers_a_round bigint)') %}
        {% do run_query('insert into intermediate.build_under_way
            select 0, 0, null where not exists (from intermediate.build_under_way)') %}
        {% do run_query('update intermediate.build_under_way set numbers_a_round = null') %}
        {% set told = adapter.get_relation(target.database, 'main', 'fct_build_change') %}
        {% do run_query(changes_remembered() if told else 'create or replace table intermediate.changes_before
            (source_id varchar, table_kind varchar, built_at timestamp, document_count bigint, amount_count bigint,
            amount_yuan decimal(38, 2))') %}
        {% do run_query(build_begun()) %}
        {% do run_query('create table if not exists intermediate.documents_tested
            (documents varchar, document_id varchar, document_revision varchar)') %}
        {#- a table that somebody dropped holds nothing #}
        {% do run_query('delete from intermediate.document_builds
            where model not in (select table_name from duckdb_tables() where not internal)') %}
        {% do run_query('create table if not exists intermediate.project_built (digest varchar)') %}
        {% set digest = env_var('MINGZHANG_PROJECT_DIGEST', '') %}
        {% set built_by = run_query('select digest from intermediate.project_built').columns[0].values() | list %}
        {% if flags.FULL_REFRESH or (digest and built_by != [digest]) %}
            {% for node in graph.nodes.values() if is_kept(node) %}
                {% set built = adapter.get_relation(node.database, node.schema, node.alias) %}
                {% if built %}{% do adapter.drop_relation(built) %}{% endif %}
            {% endfor %}
            {% do run_query('delete from intermediate.document_builds') %}
            {% do run_query('delete from intermediate.documents_tested') %}
            {% do run_query('delete from intermediate.project_built') %}
            {% do run_query("insert into intermediate.project_built values ('" ~ digest ~ "')") %}
        {% endif %}
    {% endif %}
{% endmacro %}

{#- What every build does first: it takes a number, and keeps what was told of changes before it. -#}
{% macro build_begun() %}
    update intermediate.build_under_way set build_no = build_no + 1, round_no = 1
{% endmacro %}

{#- The rows of every round bear a number of their own, too. -#}
{% macro next_round_begun() %}
    update intermediate.build_under_way set build_no = build_no + 1, round_no = round_no + 1
{% endmacro %}

{#- The models kept by document, each with the relation that says at which revision a document stands. -#}
{% macro kept_models() %}
    {% set kept = {} %}
    {% if execute %}
        {% for node in graph.nodes.values() if is_kept(node) %}
            {% do kept.update({node.name: kept_by(node)}) %}
        {% endfor %}
    {% endif %}
    {% do return(kept) %}
{% endmacro %}

{% macro is_kept(node) %}
    {% do return(node.config.materialized == 'incremental' and node.config.get('full_refresh') is not false) %}
{% endmacro %}

{% macro changes_remembered() %}
    create or replace table intermediate.changes_before as select * from main.fct_build_change
{% endmacro %}

{#-
    Documents whose rows no build has tested yet in which every test ran and none failed. A failing test is
    thus repeated with its documents until it passes. `documents` names the relation that says at which revision
    a document stands, as for documents_to_build.
-#}
{% macro documents_under_test(documents='int_documents') %}
    select *
    from {{ revisions()[documents] }}
    anti join (
        select document_id, document_revision
        from intermediate.documents_tested
        where documents = '{{ documents }}'
    ) as tested using (document_id, document_revision)
{% endmacro %}

{#- By name and not by ref: a test needs no other parents than the model it tests. -#}
{% macro revisions() %}
    {% do return({
        'int_documents': 'intermediate.int_documents',
        'int_check_revisions': 'main.int_check_revisions',
        'int_disclosure_revisions': 'intermediate.int_disclosure_revisions',
        'int_version_pairs': 'intermediate.int_version_pairs',
    }) %}
{% endmacro %}

{#-
    On-run-end: all documents are tested where every test of the project ran and passed; tests of the classification
    alone may have been left out.
-#}
{% macro record_tested_documents(results) %}
    {% if execute %}
        {% set passed = succeeded(results) %}
        {% set failed = [] %}
        {% for node in graph.nodes.values()
            if node.resource_type == 'test' and node.unique_id not in passed and not is_of_classification(node) %}
            {% do failed.append(node.unique_id) %}
        {% endfor %}
        {% if not failed %}
            {% for statement in documents_are_tested() %}{% do run_query(statement) %}{% endfor %}
        {% endif %}
    {% endif %}
{% endmacro %}

{% macro documents_are_tested() %}
    {% set statements = ['delete from intermediate.documents_tested'] %}
    {% for documents in ('int_documents', 'int_check_revisions') %}
        {% do statements.append("insert into intermediate.documents_tested
            select '" ~ documents ~ "', document_id, document_revision from " ~ revisions()[documents]) %}
    {% endfor %}
    {% do return(statements) %}
{% endmacro %}

{% macro succeeded(results) %}
    {% set names = [] %}
    {% for result in results if result.status in ('pass', 'warn', 'success') %}
        {% do names.append(result.node.unique_id) %}
    {% endfor %}
    {% do return(names) %}
{% endmacro %}

{#- Seeds and models with the tag, and the tests all of whose parents have it. -#}
{% macro is_of_classification(node) %}
    {% if node.resource_type != 'test' %}
        {% do return('classification' in node.tags) %}
    {% endif %}
    {% for parent in node.depends_on.nodes if 'classification' not in graph.nodes.get(parent, {}).get('tags', []) %}
        {% do return(false) %}
    {% endfor %}
    {% do return(node.depends_on.nodes | length > 0) %}
{% endmacro %}

{#-
    Generic tests look at the rows of documents not tested yet, where a model holds the rows of documents. The
    models are those kept by document and the views and tables that pass their rows on; `meta.tested_by` names
    the relation of their documents.
-#}
{% macro default__get_where_subquery(relation) -%}
    {%- set where = config.get('where', '') -%}
    {%- set documents = tested_by(relation.identifier) -%}
    {%- if documents -%}
        {%- set where = (where ~ ' and ' if where else '')
            ~ '(document_id is null or document_id in (select document_id from ('
            ~ documents_under_test(documents) ~ ')))' -%}
    {%- endif -%}
    {%- if where -%}
        (select * from {{ relation }} where {{ where }}) as dbt_subquery
    {%- else -%}
        {{ relation }}
    {%- endif -%}
{%- endmacro %}

{% macro tested_by(name) -%}
    {%- if execute -%}
        {%- for node in graph.nodes.values() if node.resource_type == 'model' and node.name == name -%}
            {{ return(node.config.meta.get('tested_by')) }}
        {%- endfor -%}
    {%- endif -%}
    {{ return(none) }}
{%- endmacro %}
