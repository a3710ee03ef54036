-- Results of the rules that look at all bodies, made anew in every build.
with documents as (
    select *
    from {{ ref('int_documents') }}
    where is_disclosure and is_current
),

results as (
    select * from {{ ref('int_results_everywhere') }}
    {% for rule in city_rules() %}
    union all by name
    select * from {{ ref('fnd_' ~ rule) }}
    {% endfor %}
),

{{ results_told('results', 'documents', "in ('" ~ rules_made_anew() | join("', '") ~ "')", 'int_kept_facts') }}
