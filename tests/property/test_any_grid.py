"""Whatever grids a page holds (cut, ragged, mixed up), recognising ends and every number is claimed or listed."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.domain.page import Grid, Page
from pipelines.recognise.tables import recognise_tables
from tests.support.tables_by_hand import grid, page

LINES = (
    "2024年部门支出总表", "部门收支总表", "项目支出绩效目标表", "整体绩效目标表", "一般公共预算“三公”经费支出表",
    "单位：万元", "部门：样例市水务局 单位：元", "注：本表无数据。", "下表所列为本年收入。", "政府采购预算表",
)  # fmt: skip
LABELS = (
    "收入", "支出", "项目", "预算数", "科目编码", "科目名称", "类", "款", "项", "合计", "小计", "基本支出", "项目支出",
    "一般公共预算", "上年结转", "序号", "单位名称", "部门预算经济分类", "项目名称", "年度目标", "一级指标", "二级指标",
    "三级指标", "指标值", "年度资金总额", "其中：财政拨款", "2023年", "备注",
)  # fmt: skip
BODY = (
    "201", "20101", "2010101", "01", "301", "3", "[201]一般公共服务支出", "2010301-行政运行", "一、教育支出",
    "（一）基本支出", "其中：非税收入", "合计", "收入总计", "八、社会保障和就", "业支出", "1,234.56", "0.00", "-", "12", "≥95%",
    "数量指标", "培训\n人次", "143,999.0\n0", "（1.50）", "2024年12月31日", "完成各项工作。", "此表为空",
)  # fmt: skip


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    columns = draw(st.integers(1, 7))
    heads = st.lists(
        st.one_of(st.sampled_from(LABELS), st.none(), st.just("")), min_size=columns, max_size=columns
    )
    texts = st.one_of(st.sampled_from(BODY), st.sampled_from(LABELS), st.just(""), st.none())
    bodies = st.lists(texts, min_size=columns, max_size=columns)
    rows = draw(st.lists(heads, max_size=3)) + draw(st.lists(bodies, min_size=1, max_size=7))
    below = draw(st.sets(st.tuples(st.integers(1, len(rows)), st.integers(0, columns - 1)), max_size=3))
    for number, row in enumerate(rows):
        row[0] = row[0] or ""
        for r, c in below:
            if r == number and row[c] is not None and (c + 1 == columns or row[c + 1] is not None):
                above = rows[r - 1]
                if above[c] is not None and (c + 1 == columns or above[c + 1] is not None):
                    row[c] = "^"
    return grid(rows, left=draw(st.sampled_from((50.0, 57.0, 110.0))))


@st.composite
def documents(draw: st.DrawFn) -> list[Page]:
    content = st.one_of(st.sampled_from(LINES), grids())
    return [page(n + 1, *draw(st.lists(content, max_size=5))) for n in range(draw(st.integers(1, 4)))]


@given(documents())
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_any_grids_are_recognised(pages: list[Page]) -> None:
    result = recognise_tables(pages)
    tokens = sum(count.tokens for count in result.counts.values())
    claimed = sum(count.claimed for count in result.counts.values())
    listed = sum(len(problem.tokens) for problem in result.problems if problem.code == "unclaimed_number")
    assert tokens - claimed == listed
    places = [(fact.page, fact.box) for table in result.tables for fact in table.facts]
    assert len(places) == len(set(places))
