{{ config(meta={'dagster': {'ref': {'name': 'fct_rule_results'}}}) }}
-- A superseded or withdrawn document no longer counts among its peers, nor do its results stand.
{% for model in keys_of_what_is_kept().keys() | list + ['fct_rule_results'] %}
    select
        '{{ model }}' as model,
        document_id
    from (
        select distinct document_id
        from {{ ref(model) }}
        where
            document_id is not null
            {% if model == 'fct_rule_results' %}
                -- the city's rules name the file that could not be read
                and rule_id not in ('{{ city_rules() | join("', '") }}')
            {% endif %}
    ) as kept
    anti join {{ ref('int_check_bodies') }} using (document_id)
    {% if not loop.last %}
        union all
    {% endif %}
{% endfor %}
