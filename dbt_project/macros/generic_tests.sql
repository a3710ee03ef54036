{#- Rows of which the key is there more than once, or is not all there. -#}
{% test primary_key(model, columns) %}
select
    {{ columns | join(', ') }},
    count(*) as row_count
from {{ model }}
group by {{ columns | join(', ') }}
having count(*) > 1 or {{ columns | join(' is null or ') }} is null
{% endtest %}

{#- Rows of which the combination of columns, nulls included, is there more than once. -#}
{% test unique_rows(model, columns) %}
select
    {{ columns | join(', ') }},
    count(*) as row_count
from {{ model }}
group by {{ columns | join(', ') }}
having count(*) > 1
{% endtest %}

{#- Rows for which an expression is not true. -#}
{% test expression_is_true(model, expression) %}
select *
from {{ model }}
where not coalesce({{ expression }}, false)
{% endtest %}

{#- Fails where fewer than `at_least` of the rows fulfil a condition; an empty model passes. -#}
{% test share_at_least(model, condition, at_least) %}
select
    count(*) as row_count,
    count(*) filter (where {{ condition }}) as fulfilled
from {{ model }}
having count(*) > 0 and count(*) filter (where {{ condition }}) < {{ at_least }} * count(*)
{% endtest %}

{#- Texts that the bureau reads and that hold the id of a figure or a column instead of its Chinese name. -#}
{% test shows_no_ids(model, column_name) %}
select {{ column_name }}
from {{ model }}
where regexp_matches({{ column_name }}, '[a-z]{3,}_[a-z]{3,}')
{% endtest %}
