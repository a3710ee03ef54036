{#-
    A printed name as it is compared: no white space, full-width brackets, no ordinal (一、（一）1.),
    no "其中：", no quotation marks, no colon at the end, no footnote digit before an ordinal.
-#}
{% macro clean_name(column) -%}
    regexp_replace(
        regexp_replace(
            translate(
                regexp_replace({{ column }}, '[\s""“”‘’''·★*]', '', 'g'), '():,〔〕[]', '（）：，（）（）'
            ),
            '^(其中[:：]?)?(\d{0,2}（[一二三四五六七八九十\d]+）|[一二三四五六七八九十]+、|\d{1,2}[、.．]|（[12]\d{2,6}）)?(其中[:：]?)?',
            ''
        ),
        '[：:]$', ''
    )
{%- endmacro %}

{#-
    The name of a body as it is compared: brackets unified, 本级 and 机关 marks dropped; 中国共产党某市委员会办公室,
    中共某市委办公室 and 某市委办公室 are one.
-#}
{% macro clean_entity(column) -%}
    nullif(
        regexp_replace(
            regexp_replace(
                regexp_replace(
                    translate(regexp_replace({{ column }}, '\s', '', 'g'), '()', '（）'),
                    '(（(本级|机关|本部|本级机关|汇总)）|本级)$', ''
                ),
                '^(中国共产党|中共)', ''
            ),
            '([省市区县州盟旗])委员会', '\1委'
        ),
        ''
    )
{%- endmacro %}

{#- Of a printed path of names (a/b/c) the one above the last, as it is compared. -#}
{% macro name_above(path) -%}
    {{ clean_name("nullif(regexp_extract(" ~ path ~ ", '([^/]+)/[^/]+$', 1), '')") }}
{%- endmacro %}

{#-
    Goods, works or services: the heading a purchase stands under (一、货物A, C-服务, B/工程), else what its own
    name ends with. Projects and bodies above it that merely hold such a word (商品和服务支出) say nothing of it.
-#}
{% macro procurement_category(branch, name) -%}
    case
        coalesce(
            nullif(
                regexp_extract(
                    concat('/', {{ branch }}, '/', {{ name }}, '/'),
                    '/\s*(?:[一二三四][、．.])?(?:[（(]?[A-Ca-c][)）]?)?[-—－、．.]?(货物|工程|服务)(?:类|采购|项目|支出)*[（(]?[A-Ca-c]?[)）]?\s*/',
                    1
                ),
                ''
            ),
            nullif(regexp_extract({{ name }}, '(工程|服务)$', 1), '')
        )
        when '货物' then 'goods'
        when '工程' then 'works'
        when '服务' then 'services'
    end
{%- endmacro %}
