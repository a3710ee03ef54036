{#-
    One view per lake table, in schema `lake`, so that no path stands in a model. A table of which the
    lake holds no file yet is an empty view with the same typed columns (models/staging/_sources.yml).
    `source` is the partition: the publishing site or folder.
-#}
{% macro create_lake_views() %}
    {% if execute %}
        {% set lake = env_var('MINGZHANG_LAKE') %}
        {% do run_query('create schema if not exists lake') %}
        {% for source in graph.sources.values() if source.source_name == 'lake' %}
            {% set files = lake ~ '/' ~ source.name ~ '/**/*.parquet' %}
            {% set found = run_query("select count(*) from glob('" ~ files | replace("'", "''") ~ "')") %}
            {% do run_query(lake_view(source, files, found.columns[0].values()[0] > 0)) %}
        {% endfor %}
    {% endif %}
{% endmacro %}

{% macro lake_view(source, files, has_files) %}
    create or replace view lake.{{ source.name }} as
    select
        {% for column in source.columns.values() %}
        cast(null as {{ column.data_type }}) as {{ column.name }},
        {% endfor %}
        cast(null as varchar) as source
    where false
    {% if has_files %}
    union all by name
    select *
    from read_parquet(
        '{{ files | replace("'", "''") }}', union_by_name = true, hive_partitioning = true, hive_types_autocast = false
    )
    {% endif %}
{% endmacro %}
