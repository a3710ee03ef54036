{#
    Tolerance is never a taste (容差不是感觉): a printed number stands for an interval of half a unit of its last
    printed place on either side. n printed numbers of half-unit h added up against a printed total may
    therefore differ by (n + 1) * h; numbers of several half-units by the sum of theirs.
    All rules take their tolerance from here and from nowhere else.
#}

{# Half a unit of the last printed place, in yuan; the lake keeps cents, so never less than half a cent. #}
{% macro half_unit(decimals, unit_multiplier) -%}
    greatest(cast(0.5 * {{ unit_multiplier }} / power(10, {{ decimals }}) as decimal(24, 6)), 0.005)
{%- endmacro %}

{#
    (n + 1) * h for the printed numbers of one relation, both sides of it: an aggregate over its terms. Programs
    that turn 元 into 万元 line by line are seen to leave up to two units of the last place between a sum and its
    total whatever n is, so sums are given at least that (`floor`, in units; 1 between two copies of one number).
#}
{% macro interval_tolerance(half_unit, coefficient='1', floor=2) -%}
    cast(greatest(
        coalesce(sum(abs({{ coefficient }}) * {{ half_unit }}), 0),
        2 * {{ floor }} * coalesce(max({{ half_unit }}), 0)
    ) as decimal(24, 6))
{%- endmacro %}

{#
    A percentage 100 * part / base printed with k decimals, part and base rounded to half-units hp and hb:
    half a unit of its last place, and what the intervals of part and base leave open (first order).
#}
{% macro percent_tolerance(decimals, part, half_part, base, half_base) -%}
    cast(0.5 / power(10, {{ decimals }})
        + 100.0 * (cast({{ half_part }} as double) + abs(cast({{ part }} as double) / cast({{ base }} as double))
            * cast({{ half_base }} as double)) / abs(cast({{ base }} as double)) as decimal(24, 6))
{%- endmacro %}

{# Whether a printed number is the amount with its further places cut off (截尾), not rounded. #}
{% macro is_cut_off(value, amount, half_unit) -%}
    {{ half_unit }} > 0 and abs({{ amount }}) > abs({{ value }})
    and abs({{ amount }}) - abs({{ value }}) < 2 * {{ half_unit }}
{%- endmacro %}

{#
    The same for a percentage worked out from rounded amounts: cut off instead of rounded, whatever within the
    intervals of its amounts (`tolerance`, half a unit of the percentage included) the amounts were.
#}
{% macro is_percent_cut_off(value, due, tolerance, decimals) -%}
    (abs({{ due }}) - abs({{ value }}) between
        0.5 / power(10, {{ decimals }}) - {{ tolerance }} and 0.5 / power(10, {{ decimals }}) + {{ tolerance }})
{%- endmacro %}

{# Whether the one amount is the other ten thousand times: 元 and 万元 confounded. #}
{% macro is_unit_slip(left, right) -%}
    ({{ left }} <> 0 and {{ right }} <> 0 and (
        abs({{ left }} / {{ right }} - 10000) < 1 or abs({{ right }} / {{ left }} - 10000) < 1
    ))
{%- endmacro %}
