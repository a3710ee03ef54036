{#
    The day of approval (批复日) of a disclosure: the register gives one date a body; it is that of the year's
    budget where it lies from November before the year to June of it, that of the final accounts from May of the
    next year on.
#}
{% macro approval_of(season, registered) -%}
    case
        when {{ season }}.doc_kind = 'budget'
            and {{ registered }} between make_date({{ season }}.fiscal_year - 1, 11, 1)
            and make_date({{ season }}.fiscal_year, 6, 30) then {{ registered }}
        when {{ season }}.doc_kind = 'final'
            and {{ registered }} between make_date({{ season }}.fiscal_year + 1, 5, 1)
            and make_date({{ season }}.fiscal_year + 1, 12, 31) then {{ registered }}
    end
{%- endmacro %}

{# The day printed in a link or an address: 2026-02-13, 2026年2月13日, /20260213/, t20260213_, /2026/2/13/. #}
{% macro date_in(text) -%}
    coalesce(
        try_strptime(regexp_extract({{ text }}, '(?:^|\D)(20[12]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?:\D|$)', 1), '%Y%m%d'),
        try_strptime(
            regexp_replace(
                regexp_extract({{ text }}, '(?:^|\D)(20[12]\d[-/.年](?:0?[1-9]|1[0-2])[-/.月](?:[12]\d|3[01]|0?[1-9]))(?:\D|$)', 1),
                '[-/.年月]', '-', 'g'
            ), '%Y-%m-%d'
        )
    )::date
{%- endmacro %}
