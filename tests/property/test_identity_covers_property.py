"""A cover says the same whatever its order of words and wherever its lines break."""

from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.domain.document import DocKind, Scope
from pipelines.domain.statement import Table
from pipelines.recognise.identity import identify
from tests.support.prose import prose_pages

PLACES = [
    "云溪市",
    "云溪县",
    "云溪市东湖区",
    "云溪省",
    "云溪自治州",
    "云溪旗",
    "云溪市石桥镇",
]
ORGANS = [
    "财政局",
    "发展和改革委员会",
    "人民法院",
    "人民检察院",
    "人民政府办公室",
    "第三中学",
    "总工会",
    "残疾人联合会",
    "市场监督管理局（知识产权局）",
    "公共资源交易中心",
    "疾病预防控制中心",
    "机关事务服务中心",
    "融媒体中心",
    "消防救援大队",
    "供销合作社联合社",
    "经济技术管理委员会",
]
PARTY = ["中共云溪市委宣传部", "中共云溪县纪律检查委员会", "中国共产主义青年团云溪市委员会"]
WORDS = {Scope.DEPARTMENT: "部门", Scope.UNIT: "单位"}
KINDS = {DocKind.BUDGET: "预算", DocKind.FINAL: "决算"}
ORDERS = [
    "{name}{year}{scope}{kind}{tail}",
    "{year}{name}{scope}{kind}{tail}",
    "{year}{scope}{kind}{tail}\n{name}",
    "{name}\n{year}{scope}{kind}{tail}",
    "{scope}{kind}{tail}（{year}）\n{name}",
]


@st.composite
def covers(draw: st.DrawFn) -> tuple[str, str, int, Scope, DocKind]:
    names = st.builds(str.__add__, st.sampled_from(PLACES), st.sampled_from(ORGANS))
    name = draw(names | st.sampled_from(PARTY))
    year = draw(st.integers(min_value=2014, max_value=2029))
    scope, kind = draw(st.sampled_from(list(WORDS))), draw(st.sampled_from(list(KINDS)))
    text = draw(st.sampled_from(ORDERS)).format(
        name=name,
        year=f"{year}{draw(st.sampled_from(['年', '年度']))}",
        scope=WORDS[scope],
        kind=KINDS[kind],
        tail=draw(
            st.sampled_from(["", "公开", "信息公开", "情况说明", "公开说明", "公开报告", "编制说明", "报表"])
        ),
    )
    if draw(st.booleans()):
        cut = draw(st.integers(min_value=4, max_value=len(text) - 1))
        if not (text[cut - 1].isdigit() and text[cut].isdigit()):
            text = text[:cut].rstrip() + "\n" + text[cut:].lstrip()
    return text, name, year, scope, kind


@given(covers())
@settings(max_examples=300, derandomize=True)
def test_cover_in_any_order_and_broken_anywhere(cover: tuple[str, str, int, Scope, DocKind]) -> None:
    text, name, year, scope, kind = cover
    prefix = "final_" if kind is DocKind.FINAL else ""
    tables = [Table("t1", f"{prefix}income_expenditure_summary", None, None, [2], "万元")]
    found = identify(
        prose_pages(f"{text}\n目录\n第一部分 概况\n一、主要职能", "表格见附件，共九张，数据以批复为准。"),
        tables,
    )
    assert (found.entity_name, found.fiscal_year) == (name, year)
    assert (found.scope, found.doc_kind) == (scope, kind)
