{#- The size of a printed unit of money in yuan. -#}
{% macro unit_size(column) -%}
    case {{ column }}
        when '元' then 1
        when '千元' then 1000
        when '万元' then 10000
        when '百万元' then 1000000
        when '亿元' then 100000000
    end
{%- endmacro %}
