"""Performance forms of many templates: projects, goals, amounts, indicators."""

from decimal import Decimal

from pipelines.domain.page import Page
from pipelines.domain.statement import Indicator, Project, Table
from pipelines.recognise.projects import projects_of
from pipelines.recognise.tables import recognise_tables
from tests.support.tables_by_hand import grid, page

Rows = list[list[str | None]]
N = None
SIDE_BY_SIDE: Rows = [
    ["项目名称", N, "农村公路养护", N, N, N, N, N],
    ["主管部门及代码", N, "[112]样例县交通运输局", N, "实施单位", N, "公路站", N],
    ["项目属性", N, "延续项目", N, "项目期", N, "3年", N],
    ["项目资金\n（万元）", N, "中期资金总额：", N, "300.00", "年度资金总额：", N, "100.00"],
    ["^", "^", "其中：财政拨款", N, "300.00", "其中：财政拨款", N, "100.00"],
    ["^", "^", "其他资金", N, "", "其他资金", N, ""],
    ["总体目标", "中期目标（2023年—2025年）", N, N, N, "年度目标", N, N],
    ["^", "目标1：养护道路三年。", N, N, N, "目标1：完成年度养护。", N, N],
    ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值", "二级指标", "三级指标", "指标值"],
    ["^", "产出指标", "数量指标", "养护里程", "≥300公里", "数量指标", "养护里程", "≥100公里"],
    ["^", "^", "^", "养护次数", "12次", "^", "养护次数", "4次"],
    ["^", "^", "质量指标", "合格率", "≥95%", "质量指标", "合格率", "不低于95%"],
    [
        "^",
        "满意度指标",
        "服务对象满意度指标",
        "满意度",
        "90%以上",
        "服务对象满意度指标",
        "满意度",
        "90%以上",
    ],
]
LONG_HEADER: Rows = [
    [
        "项目名称",
        "项目总额",
        "其中：",
        N,
        "绩效目标",
        "一级指标",
        "二级指标",
        "三级指标",
        "指标性质",
        "指标值",
        "度量单位",
    ],
    ["^", "^", "财政资金", "其他资金", "^", "^", "^", "^", "^", "^", "^"],
]


def projects(*pages: Page) -> list[Project]:
    return projects_of(recognise_tables(list(pages)).tables)


def one_table(*pages: Page) -> Table:
    result = recognise_tables(list(pages))
    assert len(result.tables) == 1, [table.title for table in result.tables]
    return result.tables[0]


def brief(indicators: tuple[Indicator, ...]) -> list[tuple[str | None, str | None, str, str | None]]:
    return [(one.level1, one.level2, one.name, one.value_printed) for one in indicators]


def long_row(first: list[str | None], indicator: tuple[str, str]) -> list[str | None]:
    name, value = indicator
    return [*first, "产出指标", "数量指标", name, "≥", value, "个"]


def test_whole_period_and_year_side_by_side() -> None:
    (project,) = projects(page(1, "项目支出绩效目标表", "（2023年度）", grid(SIDE_BY_SIDE)))
    assert project.project_name == "农村公路养护"
    assert (project.department_name, project.unit_name) == ("[112]样例县交通运输局", "公路站")
    assert (project.annual_amount_yuan, project.period_amount_yuan) == (Decimal(1000000), Decimal(3000000))
    assert (project.annual_goal, project.period_goal) == ("目标1：完成年度养护。", "目标1：养护道路三年。")
    assert len(project.indicators) == 8
    year = [one for one in project.indicators if not one.is_period]
    assert brief(tuple(year)) == [
        ("产出指标", "数量指标", "养护里程", "≥100公里"),
        ("产出指标", "数量指标", "养护次数", "4次"),
        ("产出指标", "质量指标", "合格率", "不低于95%"),
        ("满意度指标", "服务对象满意度指标", "满意度", "90%以上"),
    ]
    assert [(one.operator, one.value, one.unit) for one in year] == [
        ("≥", Decimal(100), "公里"),
        (None, Decimal(4), "次"),
        ("≥", Decimal(95), "%"),
        ("≥", Decimal(90), "%"),
    ]


def test_form_without_a_title_is_known_by_its_indicators() -> None:
    table = one_table(page(1, "第五部分 绩效目标", grid(SIDE_BY_SIDE)))
    assert table.kind == "project_performance_target"
    assert table.money_unit == "万元"


def test_several_forms_in_one_grid_and_on_following_pages() -> None:
    def form(name: str, count: str) -> Rows:
        return [
            ["项目名称", name, "预算金额", "10.00"],
            ["绩效目标", f"完成{name}。", N, N],
            ["一级指标", "二级指标", "三级指标", "指标值"],
            ["产出指标", "数量指标", f"{name}数量", count],
        ]

    first = grid(form("桥梁加固", "1座") + form("边坡治理", "2处"))
    found = projects(page(1, "项目绩效目标表", "单位：万元", first), page(2, grid(form("道路划线", "3条"))))
    assert [(p.project_name, p.annual_amount_yuan, p.annual_goal, len(p.indicators)) for p in found] == [
        ("桥梁加固", Decimal(100000), "完成桥梁加固。", 1),
        ("边坡治理", Decimal(100000), "完成边坡治理。", 1),
        ("道路划线", Decimal(100000), "完成道路划线。", 1),
    ]


def test_long_list_merged_names_go_on_overleaf() -> None:
    """The merged name cell prints its name, goal and amount on one of the pages only."""
    first: Rows = [
        *LONG_HEADER,
        long_row(["A110000230001-造林", "5.00", "5.00", "", "造林一千亩。"], ("造林面积", "1000")),
        long_row(["^", "^", "^", "^", "^"], ("苗木数量", "8000")),
        long_row(["", "", "", "", "按时发"], ("护林员人数", "12")),
    ]
    second: Rows = [
        long_row(["A110000230002-护林", "2.00", "", "2.00", "放补助。"], ("巡护次数", "24")),
        long_row(["^", "^", "^", "^", "^"], ("巡护面积", "300")),
    ]
    found = projects(page(1, "项目支出绩效目标表", "单位：万元", grid(first)), page(2, grid(second)))
    assert [(p.project_name, p.project_code, p.annual_amount_yuan, p.annual_goal) for p in found] == [
        ("A110000230001-造林", "A110000230001", Decimal(50000), "造林一千亩。"),
        ("A110000230002-护林", "A110000230002", Decimal(20000), "按时发放补助。"),
    ]
    assert [[one.name for one in p.indicators] for p in found] == [
        ["造林面积", "苗木数量"],
        ["护林员人数", "巡护次数", "巡护面积"],
    ]
    assert [one.page for one in found[1].indicators] == [1, 2, 2]


def test_long_list_name_cut_by_the_page_break() -> None:
    first: Rows = [
        *LONG_HEADER,
        long_row(["A110000230003-桥", "", "", "", "加固"], ("桥梁", "1")),
        long_row(["^", "^", "^", "^", "^"], ("支座", "4")),
    ]
    second: Rows = [
        long_row(["梁加固", "7.00", "7.00", "", "桥梁。"], ("验收", "1")),
        long_row(["^"] * 5, ("伸缩缝", "2")),
    ]
    (project,) = projects(page(1, "项目支出绩效目标表", "单位：万元", grid(first)), page(2, grid(second)))
    assert (project.project_name, project.annual_goal) == ("A110000230003-桥梁加固", "加固桥梁。")
    assert (project.annual_amount_yuan, len(project.indicators)) == (Decimal(70000), 4)


def test_a_goal_cut_by_the_page_and_printed_again_overleaf_is_taken_once() -> None:
    first: Rows = [
        *LONG_HEADER,
        long_row(["A110000230004-警务通", "7.00", "7.00", "", "为工作提供更方便、更可靠"], ("终端", "9")),
    ]
    whole = long_row(
        ["A110000230004-警务通", "7.00", "7.00", "", "为工作提供更方便、更可靠的支撑。"], ("服务", "1")
    )
    found = projects(
        page(1, "项目支出绩效目标表", "单位：万元", grid(first)), page(2, grid([*LONG_HEADER, whole]))
    )
    assert [project.annual_goal for project in found] == ["为工作提供更方便、更可靠的支撑。"]


def test_one_name_over_several_stacks_of_amounts() -> None:
    rows: Rows = [
        *LONG_HEADER,
        long_row(["运行保障", "5.00", "5.00", "", "甲单位运行。"], ("维护次数", "12")),
        long_row(["^", "3.00", "3.00", "", "乙单位运行。"], ("维护次数", "6")),
        long_row(["^", "^", "^", "^", "^"], ("巡检次数", "4")),
    ]
    found = projects(page(1, "项目支出绩效目标表", "单位：万元", grid(rows)))
    assert [(p.project_name, p.annual_amount_yuan, len(p.indicators)) for p in found] == [
        ("运行保障", Decimal(50000), 1),
        ("运行保障", Decimal(30000), 2),
    ]


def test_list_that_prints_the_project_on_every_row() -> None:
    header: list[str | None] = [
        "单位名称",
        "项目名称",
        "预算数（万元）",
        "年度绩效目标",
        "一级指标",
        "二级指标",
        "三级指标",
        "指标值",
        "权重",
    ]
    goal = "造林一千亩。"
    rows: Rows = [
        ["合计", "", "70.00", "", "", "", "", "", ""],
        ["样例林业局", "造林", "50.00", goal, "产出指标", "数量指标", "造林面积", "≥1000亩", "30"],
        ["样例林业局", "造林", "50.00", goal, "产出指标", "质量指标", "成活率", "≥85%", "30"],
        [
            "样例林业局",
            "护林员补助",
            "20",
            "按时发放。",
            "产出指标",
            "数量指标",
            "护林员人数",
            "12人",
            "50",
        ],
    ]
    found = projects(page(1, "部门预算项目绩效目标公开表", grid([header, *rows])))
    assert [(p.project_name, p.unit_name, p.annual_amount_yuan, p.annual_goal) for p in found] == [
        ("造林", "样例林业局", Decimal(500000), goal),
        ("护林员补助", "样例林业局", Decimal(200000), "按时发放。"),
    ]
    assert [one.weight for one in found[0].indicators] == [Decimal(30), Decimal(30)]


def test_rows_of_units_among_the_projects() -> None:
    header: list[str | None] = [
        "单位编码",
        "单位（项目）名称",
        "资金总额",
        "绩效目标",
        "一级指标",
        "二级指标",
        "三级指标",
        "指标值",
        "计量单位",
    ]
    rows: Rows = [
        ["合计", "", "9.00", "", "", "", "", "", ""],
        ["101001", "样例水利局", "9.00", "", "", "", "", "", ""],
        ["101001", "防汛物资", "9.00", "备足物资。", "产出指标", "数量指标", "物资", "10", "套"],
    ]
    (project,) = projects(page(1, "项目支出绩效目标表", "单位：万元", grid([header, *rows])))
    assert (project.project_name, project.unit_name) == ("防汛物资", "样例水利局")


def test_department_form_levels_in_one_cell_and_tasks_that_are_no_total() -> None:
    rows: Rows = [
        ["部门名称", "样例市水利局", N, N, N],
        ["总体资金情况（万元）", "预算支出总额", "财政拨款", N, "其他资金"],
        ["^", "^", "合计", "基本支出", "^"],
        ["^", "200.00", "150.00", "90.00", "50.00"],
        ["年度主要任务", "任务名称", "主要内容", "预算金额（万元）", N],
        ["^", "防汛", "备汛物资", "50.00", N],
        ["整体绩效目标", "整体绩效目标", "防汛安全。", N, N],
        ["^", "活动", "绩效指标", "指标性质", "指标值"],
        ["^", "防汛", "产出指标数量指标物资数量", "≥", "10"],
    ]
    table = one_table(page(1, "预算13表 部门整体支出绩效目标表", grid(rows)))
    (project,) = table.projects
    assert (project.project_name, project.unit_name) == ("部门整体支出绩效目标表", "样例市水利局")
    assert project.annual_amount_yuan == Decimal(2000000)
    assert project.annual_goal == "防汛安全。"
    assert brief(project.indicators) == [("产出指标", "数量指标", "物资数量", "10")]
    assert project.indicators[0].activity == "防汛"
    assert {fact.column_id for fact in table.facts} >= {"amount_total", "amount_fiscal_basic", "amount_other"}


def test_department_form_goes_on_overleaf_without_its_header() -> None:
    first: Rows = [
        ["部门名称", "样例市水利局", N, N, N],
        ["整体绩效目标", "整体绩效目标", "防汛安全。", N, N],
        ["^", "活动", "绩效指标", "指标性质", "指标值"],
        ["^", "防汛", "产出指标数量指标物资数量", "≥", "10"],
    ]
    second: Rows = [
        ["整体绩效目标", "供水", "产出指标时效指标完成时间", "≤", "12"],
        ["^", "供水", "效益指标社会效益指标受益人数", "≥", "3.5"],
    ]
    table = one_table(page(1, "部门整体支出绩效目标表", grid(first)), page(2, grid(second)))
    assert [one.name for one in table.projects[0].indicators] == ["物资数量", "完成时间", "受益人数"]
    (fact,) = table.facts
    assert (fact.column_id, fact.amount_printed, fact.amount_yuan) == ("indicator_value", "3.5", None)


def test_self_evaluation_keeps_points_apart_from_money() -> None:
    rows: Rows = [
        ["项目名称", "道路养护", N, N, N, N, N, N],
        ["主管部门", "样例交通局", N, N, "实施单位", "公路站", N, N],
        [
            "项目资金\n（万元）",
            "",
            "年初预算数",
            "全年预算数",
            "全年执行数",
            "分值",
            "执行率",
            "得分",
        ],
        ["^", "年度资金总额", "100", "120", "110.5", "10", "92.08%", "9.2"],
        ["年度总体目标", "预期目标", N, N, N, "实际完成情况", N, N],
        ["^", "完成养护任务。", N, N, N, "已完成。", N, N],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析"],
        ["产出指标", "数量指标", "养护里程", "100公里", "105公里", "20", "20", ""],
        ["效益指标", "社会效益指标", "便利", "提高", "提高", "30", "28.5", "宣传不足"],
        ["总分", N, N, N, N, "100", "97.2", ""],
    ]
    table = one_table(page(1, "项目支出绩效自评表", grid(rows)))
    assert table.kind == "project_self_evaluation"
    (project,) = table.projects
    assert project.annual_goal == "完成养护任务。"
    assert [(one.actual_value_printed, one.score) for one in project.indicators] == [
        ("105公里", Decimal(20)),
        ("提高", Decimal("28.5")),
    ]
    money = {(fact.amount_printed, fact.column_label) for fact in table.facts if fact.amount_yuan is not None}
    assert money == {("100", "年初预算数"), ("120", "全年预算数"), ("110.5", "全年执行数")}


def test_placeholders_and_ordinals_are_no_indicators() -> None:
    rows: Rows = [
        ["专项（项目）名称", N, "办案业务费", N],
        ["年度绩效指标", "二级指标", "指标内容", "指标值"],
        ["^", "数量指标", "指标1：结案数", "≥3000件"],
        ["^", "^", "指标2：", ""],
        ["^", "^", "……", ""],
        ["^", "质量指标", "结案率", "≥90%"],
    ]
    (project,) = projects(page(1, "2024年专项业务经费绩效目标表", grid(rows)))
    assert [one.name for one in project.indicators] == ["结案数", "结案率"]


def test_goals_beside_the_rows_of_a_project_table() -> None:
    first: Rows = [
        ["项目", "预算数（单位：万元）", "绩效目标"],
        ["客服外包", "252.28", "组建客服团队，"],
    ]
    second: Rows = [["", "", "方便群众。"], ["普查经费", "12,000", "完成普查。"]]
    found = projects(page(1, "2024年，本部门重点项目绩效目标情况如下：", grid(first)), page(2, grid(second)))
    assert [(p.project_name, p.annual_amount_yuan, p.annual_goal) for p in found] == [
        ("客服外包", Decimal("2522800"), "组建客服团队，方便群众。"),
        ("普查经费", Decimal("120000000"), "完成普查。"),
    ]
