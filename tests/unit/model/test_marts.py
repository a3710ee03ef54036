"""What the marts say of a lake written by hand, each test one thing a person would care about."""

from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.domain.lake import SCHEMAS
from tests.support.hand_lake import Built, HandLake, build_marts

SUMMARY = [
    {"side": "left", "subject_name": "一、一般公共预算拨款收入", "amounts": {"income_amount": "90.00"}},
    {
        "side": "right",
        "subject_name": "一、一般公共服务支出",
        "amounts": {"expenditure_amount": "100.00"},
        "at": 0,
    },
    {"side": "left", "subject_name": "本年收入合计", "amounts": {"income_amount": "90.00"}},
    {"side": "left", "subject_name": "上年结转", "amounts": {"income_amount": "10.00"}},
    {"side": "left", "row_role": "total", "subject_name": "收入总计", "amounts": {"income_amount": "100.00"}},
    {
        "side": "right",
        "row_role": "total",
        "subject_name": "支出总计",
        "amounts": {"expenditure_amount": "100.00"},
    },
]


def subject(code: str | None, name: str | None, **amounts: str) -> dict[str, object]:
    return {"subject_code": code, "subject_name": name, "amounts": amounts}


def total(name: str = "合计", **amounts: str) -> dict[str, object]:
    return {"row_role": "total", "subject_name": name, "amounts": amounts}


def write_budget(lake: HandLake) -> None:
    document = lake.document("budget", "甲市财政局")
    document.table("income_expenditure_summary", SUMMARY)
    document.table(
        "expenditure_summary",
        [
            total(total="100.00", basic="70.00", project="30.00"),
            subject("201", "一般公共服务支出", total="100.00", basic="70.00", project="30.00")
            | {"row_role": "subtotal"},
            subject("20106", "财政事务", total="100.00", basic="70.00", project="30.00")
            | {"row_role": "subtotal"},
            subject("2010601", "行政运行", total="70.00", basic="70.00"),
            subject("20161", "行政运行", total="10.00", project="10.00"),
            subject("71102", "事业单位医疗", total="10.00", project="10.00"),
            subject("7010602", "一般行政管理事务", total="5.00", project="5.00"),
            subject("2010698", "自己编的科目", total="5.00", project="5.00"),
        ],
    )
    document.table(
        "three_public_expenses",
        [
            {
                "amounts": {
                    ("three_public_total", "2026年预算数/合计"): "6.00",
                    ("abroad", "2026年预算数/因公出国（境）费"): "1.00",
                    ("vehicle_total", "2026年预算数/公务用车/小计"): "5.00",
                    ("vehicle_operation", "2026年预算数/公务用车/运行费"): "5.00",
                    ("three_public_total_prior", "2025年预算数/合计"): "9.00",
                    ("abroad", "2025年预算数/因公出国（境）费"): "4.00",
                },
            }
        ],
    )
    document.figure("total_income", "1000100").figure("procurement_total", "340000")


def write_economic_table_without_codes(lake: HandLake) -> None:
    def row(name: str, government: str | None, amount: str) -> dict[str, object]:
        return {"subject_name": name, "government_economic_name": government, "amounts": {"total": amount}}

    lake.document("names", "甲市档案馆", 2023, scope="unit").table(
        "general_public_basic_by_economic",
        [
            total(total="22.00"),
            row("工资福利支出", None, "12.00"),
            row("基本工资", "工资奖金津补贴", "7.00"),
            row("基本工资", "工资福利支出", "5.00"),
            row("商品和服务支出", None, "10.00"),
            row("工会经费", "商品和服务支出", "10.00"),
        ],
    )


def write_renamed_subject(lake: HandLake) -> None:
    for year, name in (
        (2018, "行政事业单位离退休"),
        (2026, "行政事业单位养老支出"),
        (2027, "行政事业单位离退休"),
    ):
        lake.document(f"year{year}", "甲市统计局", year).table(
            "general_public_expenditure", [subject("20805", name, total="8.00")]
        )


def write_overlapping_scopes(lake: HandLake) -> None:
    """The whole, the budgets inside it, one of them twice, and the appropriation that contains two of them."""
    document = lake.document("scopes", "甲市水利局")
    rows = [("2130301", "行政运行", "6.00"), ("2130306", "水利工程运行与维护", "4.00")]
    for kind, count in (
        ("expenditure_summary", 2),
        ("general_public_expenditure", 1),
        ("general_public_expenditure", 1),
        ("fiscal_appropriation_expenditure", 1),
    ):
        document.table(kind, [subject(code, name, total=amount) for code, name, amount in rows[:count]])
    document.table("gov_fund_expenditure", [subject("2130306", "水利工程运行与维护", total="2.00")])
    for kind in ("fiscal_appropriation_basic_by_economic", "general_public_basic_by_economic"):
        document.table(kind, [subject("30101", "基本工资", total="5.00")])


def write_pair(lake: HandLake) -> None:
    tables = lake.document("pair-tables", "甲市公安局", content_class="tables_only")
    tables.table("expenditure_summary", [total(total="50.00", basic="40.00", project="10.00")])
    narrative = lake.document("pair-narrative", "甲市公安局", content_class="narrative_only")
    narrative.figure("basic_expenditure", "400000").figure("operating_cost", "120000")


def write_correction(lake: HandLake) -> None:
    for document_id, night, amount in (("first", "2026-03-01", "10.00"), ("second", "2026-03-05", "12.00")):
        lake.document(document_id, "甲市司法局").table(
            "expenditure_summary", [subject("2040601", "行政运行", total=amount)]
        )
        lake.add(
            "captures",
            "cityone",
            {
                "document_id": document_id,
                "source_id": "cityone",
                "url": f"http://cityone.example/{document_id}.pdf",
                "first_seen_night": night,
                "is_current": document_id == "second",
            },
        )


def write_final_accounts(lake: HandLake) -> None:
    document = lake.document("final", "甲市财政局", 2025, doc_kind="final", content_class="final_disclosure")
    document.table(
        "final_three_public_expenses",
        [
            {
                "amounts": {
                    "three_public_total_budget": "8.00",
                    "three_public_total_final": "3.00",
                    "abroad_final": "3.00",
                }
            }
        ],
    )


def write_register(lake: HandLake) -> None:
    units = [
        ("101", "甲市财政局", ["甲市财政厅"], None, "department"),
        ("101001", "甲市国库支付中心", [], "101", "unit"),
        ("102", "甲市不公开局", [], None, "department"),
    ]
    for code, name, aliases, department, scope in units:
        lake.add(
            "register",
            "cityone",
            {
                "unit_code": code,
                "unit_name": name,
                "aliases": aliases,
                "department_code": department,
                "scope": scope,
                "source_id": "cityone",
                "must_publish_from_year": 2026,
            },
        )
    reform = [
        ("201", "甲市文化广播局", ["203"], 2022, None),
        ("202", "甲市旅游委员会", ["203"], 2022, None),
        ("203", "甲市文化旅游局", ["204"], 2025, 2023),
        ("204", "甲市文旅体育局", [], None, 2026),
        ("205", "甲市计划生育局", ["204", "206"], 2025, None),
        ("206", "甲市卫生健康局", [], None, 2026),
    ]
    for code, name, successors, last_year, first_year in reform:
        lake.add(
            "register",
            "cityone",
            {
                "unit_code": code,
                "unit_name": name,
                "scope": "department",
                "source_id": "citythree",
                "successor_codes": successors,
                "must_publish_to_year": last_year,
                "must_publish_from_year": first_year,
            },
        )
    for year, body in ((2022, "甲市旅游委员会"), (2023, "甲市文化旅游局"), (2026, "甲市文旅体育局")):
        lake.document(f"reform{year}", body, year, source="citythree").table(
            "expenditure_summary", [subject("2070101", "行政运行", total="4.00")]
        )
    lake.document("unit", "甲市国库支付中心", scope="unit").table(
        "expenditure_summary", [subject("2010650", "事业运行", total="3.00")]
    )


def write_leftovers(lake: HandLake) -> None:
    for version, amount in (("1.9.0", "1.00"), ("1.10.0", "2.00")):
        lake.document("reread", "乙市教育局", source="citytwo", reader_version=version).table(
            "expenditure_summary", [subject("2050101", "行政运行", total=amount)]
        )
    write_file_of_an_older_schema(lake.root)
    lake.document("notice", None, None, content_class="not_a_disclosure", scope=None, doc_kind=None)


def write_file_of_an_older_schema(root: Path) -> None:
    columns = {"document_id", "reader_version", "source_id", "path", "content_class", "read_status"}
    schema = pa.schema([field for field in SCHEMAS["documents"] if field.name in columns])
    row = dict.fromkeys(columns, "old") | {"content_class": "unreadable"}
    folder = root / "documents" / "source=old"
    folder.mkdir(parents=True)
    pq.write_table(pa.Table.from_pylist([row], schema=schema), folder / "old.parquet")


def write_procurement(lake: HandLake) -> None:
    def row(path: str, amount: str, level: int = 1, role: str = "item") -> dict[str, object]:
        name = path.rsplit("/", 1)[-1]
        return {"subject_name": name, "name_path": path, "level": level, "row_role": role} | {
            "amounts": {"total": amount}
        }

    lake.document("headings", "甲市水利局", source="citytwo").table(
        "gov_procurement",
        [
            row("一、货物A", "5.00", role="subtotal"),
            row("一、货物A/办公费/复印纸", "5.00", level=2),
            row("A/货物", "2.00", level=2),
            row("B-工程", "3.00"),
            row("商品和服务支出/办公费/硒鼓", "1.00"),
            row("商品和服务支出/物业管理服务", "4.00"),
            total(total="15.00"),
        ],
    )
    lake.document("nested", "甲市体育局", source="citytwo").table(
        "gov_procurement",
        [
            total(total="7.00"),
            row("货物", "7.00"),
            row("甲市体育局（本级）", "7.00"),
            row("商品和服务支出/办公费/复印纸", "3.00"),
            row("专项经费/办公费/打印机", "4.00"),
        ],
    )
    lake.document("projects", "甲市林业局", source="citytwo").table(
        "project_expenditure",
        [
            row("甲市林业局（本级）", "9.00", role="subtotal"),
            row("甲市林业局（本级）/造林", "5.00", level=2),
            row("专项/管护", "4.00"),
            total(total="9.00"),
        ],
    )


def write_rows_of_years(lake: HandLake) -> None:
    rows = [
        {"subject_name": f"{year}年", "amounts": {"three_public_total": amount, "abroad": amount}}
        for year, amount in ((2025, "3.00"), (2026, "2.00"))
    ]
    lake.document("years", "甲市审计局", source="citytwo").table("three_public_expenses", rows)


def write_three_public_downwards(lake: HandLake) -> None:
    def row(name: str, first: tuple[str, str], second: tuple[str, str]) -> dict[str, object]:
        return {"subject_name": name, "amounts": dict((first, second))}

    lake.document("downwards", "甲市气象局", source="citytwo").table(
        "three_public_expenses", [row("公务接待费", ("total_prior", "3.15"), ("total", "2.86"))]
    )
    lake.document("downwards-final", "甲市地震局", 2025, doc_kind="final", source="citytwo").table(
        "final_three_public_expenses", [row("公务接待费", ("total_budget", "4.00"), ("total_final", "1.50"))]
    )


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    work = tmp_path_factory.mktemp("marts")
    hand_lake = HandLake(work / "lake")
    for write in (
        write_budget,
        write_economic_table_without_codes,
        write_renamed_subject,
        write_overlapping_scopes,
        write_pair,
        write_correction,
        write_final_accounts,
        write_register,
        write_leftovers,
        write_procurement,
        write_rows_of_years,
        write_three_public_downwards,
    ):
        write(hand_lake)
    hand_lake.write()
    return build_marts(hand_lake.root, work)


def test_build_counts_what_it_ran(built: Built) -> None:
    assert built.result.models > 40
    assert built.result.tests > 50
    assert built.result.failed == ()


@pytest.mark.parametrize(
    ("code", "name", "resolved", "method"),
    [
        ("2010601", "行政运行", "2010601", "code_and_name"),
        ("20161", "行政运行", "2010601", "lost_zeros"),
        ("71102", "事业单位医疗", "2101102", "name_and_code_tail"),
        ("7010602", "一般行政管理事务", None, "unresolved"),
        ("2010698", "自己编的科目", None, "unresolved"),
    ],
)
def test_functional_row_resolves_by_declared_step(
    built: Built, code: str, name: str, resolved: str | None, method: str
) -> None:
    row = built.rows(
        "SELECT functional_code, resolution_method FROM fct_expenditure_by_function "
        f"WHERE document_id = 'budget' AND printed_code = '{code}' AND printed_name = '{name}'"
    )
    assert row == [(resolved, method)]


def test_plain_sum_of_leaves_is_the_printed_total(built: Built) -> None:
    assert built.rows(
        "SELECT sum(total_yuan), sum(basic_yuan), sum(project_yuan) FROM fct_expenditure_by_function "
        "WHERE document_id = 'budget'"
    ) == [(Decimal("1000000.00"), Decimal("700000.00"), Decimal("300000.00"))]


def test_each_amount_is_added_once_whatever_else_the_document_prints(built: Built) -> None:
    whole = built.one("SELECT sum(total_yuan) FROM fct_expenditure_by_function WHERE document_id = 'scopes'")
    budgets = built.rows(
        "SELECT budget_scope, sum(total_yuan) FROM fct_expenditure_by_function_by_budget "
        "WHERE document_id = 'scopes' GROUP BY ALL ORDER BY ALL"
    )
    assert whole == Decimal("100000.00")
    assert budgets == [("general_public", Decimal("60000.00")), ("gov_fund", Decimal("20000.00"))]
    assert built.rows(
        "SELECT sum(amount_yuan) FROM fct_basic_expenditure_by_economic WHERE document_id = 'scopes'"
    ) == [(Decimal("50000.00"),)]


def test_a_split_category_leads_to_all_its_parts(built: Built) -> None:
    links = built.rows(
        "SELECT next_economic_code, change FROM bridge_economic_category_year "
        "WHERE economic_code = '39906' AND fiscal_year = 2021 ORDER BY ALL"
    )
    assert links == [("39909", "split"), ("39910", "split")]


def test_subtotals_stay_beside_the_leaves(built: Built) -> None:
    assert (
        built.one(
            "SELECT count(*) FROM fct_expenditure_by_function_with_subtotals "
            "WHERE document_id = 'budget' AND NOT is_leaf"
        )
        == 2
    )


def test_names_without_codes_resolve_on_both_axes(built: Built) -> None:
    pairs = built.rows(
        "SELECT department_category_code, government_category_code, amount_yuan "
        "FROM fct_basic_expenditure_by_economic WHERE document_id = 'names' ORDER BY row_index"
    )
    assert pairs == [
        ("30101", "50101", Decimal("70000.00")),
        ("30101", "50501", Decimal("50000.00")),
        ("30228", "50502", Decimal("100000.00")),
    ]


def test_renamed_code_is_the_subject_of_its_year(built: Built) -> None:
    rows = built.rows(
        "SELECT fiscal_year, subject_name, resolution_method FROM fct_expenditure_by_function_by_budget "
        "JOIN dim_functional_subject USING (subject_id) WHERE document_id LIKE 'year%' ORDER BY 1"
    )
    assert rows == [
        (2018, "行政事业单位离退休", "code_and_name"),
        (2026, "行政事业单位养老支出", "code_and_name"),
        (2027, "行政事业单位养老支出", "code_and_name_other_year"),
    ]


def test_key_figures_take_the_table_first_and_the_narrative_where_there_is_none(built: Built) -> None:
    query = "SELECT figure_id, amount_yuan, source FROM fct_key_figures WHERE document_id = 'budget'"
    figures = {figure: (amount, source) for figure, amount, source in built.rows(query)}
    assert figures["total_income"] == (Decimal("1000000.00"), "table")
    assert figures["carryover_in"] == (Decimal("100000.00"), "table")
    assert figures["procurement_total"] == (Decimal("340000.00"), "narrative")
    assert figures["three_public_abroad"] == (Decimal("10000.00"), "table")
    assert "operating_cost" not in figures


def test_last_years_column_is_not_this_years_amount(built: Built) -> None:
    assert built.rows(
        "SELECT item, amount_yuan, prior_year_yuan FROM fct_three_public_with_subtotals "
        "WHERE document_id = 'budget' ORDER BY item"
    ) == [
        ("abroad", Decimal("10000.00"), Decimal("40000.00")),
        ("three_public_total", Decimal("60000.00"), Decimal("90000.00")),
        ("vehicle_operation", Decimal("50000.00"), None),
        ("vehicle_total", Decimal("50000.00"), None),
    ]
    assert built.one("SELECT sum(amount_yuan) FROM fct_three_public WHERE document_id = 'budget'") == 60000


def test_where_every_row_is_a_year_the_row_before_is_last_years_amount(built: Built) -> None:
    assert built.rows(
        "SELECT item, amount_yuan, prior_year_yuan FROM fct_three_public_with_subtotals "
        "WHERE document_id = 'years' ORDER BY item"
    ) == [
        ("abroad", Decimal("20000.00"), Decimal("30000.00")),
        ("three_public_total", Decimal("20000.00"), Decimal("30000.00")),
    ]


def test_of_two_columns_beside_the_items_this_years_counts_whichever_stands_first(built: Built) -> None:
    assert built.rows(
        "SELECT document_id, amount_yuan FROM fct_key_figures "
        "WHERE figure_id = 'three_public_reception' AND document_id LIKE 'downwards%' ORDER BY 1"
    ) == [("downwards", Decimal("28600.00")), ("downwards-final", Decimal("15000.00"))]


def test_a_purchase_is_of_the_category_printed_above_it_or_in_its_name(built: Built) -> None:
    assert built.rows(
        "SELECT item_name, category FROM fct_procurement WHERE document_id = 'headings' ORDER BY row_index"
    ) == [
        ("复印纸", "goods"),
        ("货物", "goods"),
        ("B-工程", "works"),
        ("硒鼓", None),
        ("物业管理服务", "services"),
    ]


def test_rows_that_hold_the_purchases_below_them_are_not_added_again(built: Built) -> None:
    assert built.rows(
        "SELECT document_id, sum(amount_yuan) FROM fct_procurement "
        "WHERE document_id IN ('headings', 'nested') GROUP BY ALL ORDER BY ALL"
    ) == [("headings", Decimal("150000.00")), ("nested", Decimal("70000.00"))]


def test_the_unit_of_a_project_is_a_row_above_it_and_no_other_label(built: Built) -> None:
    assert built.rows(
        "SELECT project_name, unit_name FROM fct_project_expenditure "
        "WHERE document_id = 'projects' ORDER BY row_index"
    ) == [("造林", "甲市林业局（本级）"), ("管护", None)]


def test_final_accounts_give_the_final_figure_and_keep_the_budget_beside_it(built: Built) -> None:
    assert built.rows(
        "SELECT amount_yuan, budget_yuan FROM fct_three_public_with_subtotals "
        "WHERE document_id = 'final' AND item = 'three_public_total'"
    ) == [(Decimal("30000.00"), Decimal("80000.00"))]


def test_narrative_and_table_file_are_one_disclosure(built: Built) -> None:
    assert (
        built.one("SELECT count(DISTINCT disclosure_id) FROM dim_document WHERE document_id LIKE 'pair-%'")
        == 1
    )
    assert built.rows(
        "SELECT figure_id, document_id FROM fct_key_figures WHERE document_id LIKE 'pair-%' AND is_primary "
        "AND figure_id IN ('basic_expenditure', 'operating_cost') ORDER BY figure_id"
    ) == [("basic_expenditure", "pair-tables"), ("operating_cost", "pair-narrative")]


def test_corrected_file_supersedes_and_nothing_is_deleted(built: Built) -> None:
    assert built.rows(
        "SELECT document_id, version, is_current, superseded_by_document_id, url FROM dim_document "
        "WHERE document_id IN ('first', 'second') ORDER BY version"
    ) == [
        ("first", 1, False, "second", "http://cityone.example/first.pdf"),
        ("second", 2, True, None, "http://cityone.example/second.pdf"),
    ]
    query = "SELECT document_id FROM {} WHERE document_id IN ('first', 'second') ORDER BY 1"
    assert built.rows(query.format("fct_expenditure_by_function")) == [("second",)]
    assert built.rows(query.format("fct_expenditure_by_function_with_subtotals")) == [("first",), ("second",)]


def test_coverage_names_who_is_missing(built: Built) -> None:
    assert built.rows(
        "SELECT unit_name, status FROM fct_disclosure_coverage "
        "WHERE is_expected AND doc_kind = 'budget' AND fiscal_year = 2026 AND source_id = 'cityone' "
        "ORDER BY unit_code"
    ) == [("甲市财政局", "published"), ("甲市国库支付中心", "published"), ("甲市不公开局", "missing")]


def test_bodies_go_on_in_those_that_took_over(built: Built) -> None:
    assert built.rows(
        "SELECT unit_id, successor_unit_id, change FROM bridge_unit_successor ORDER BY ALL"
    ) == [
        ("201", "203", "merged"),
        ("202", "203", "merged"),
        ("203", "204", "merged"),
        ("205", "204", "split"),
        ("205", "206", "split"),
    ]
    series = built.rows(
        "SELECT f.fiscal_year, u.unit_name FROM fct_expenditure_by_function f JOIN dim_unit u USING (unit_id) "
        "WHERE u.current_unit_id = '204' ORDER BY 1"
    )
    assert series == [(2022, "甲市旅游委员会"), (2023, "甲市文化旅游局"), (2026, "甲市文旅体育局")]
    assert built.rows(
        "SELECT current_unit_id FROM dim_unit WHERE unit_id IN ('205', '206') ORDER BY unit_id"
    ) == [
        ("205",),
        ("206",),
    ]


def test_nothing_is_expected_of_a_body_that_is_no_more(built: Built) -> None:
    assert built.rows(
        "SELECT fiscal_year, list(unit_name ORDER BY unit_code) FROM fct_disclosure_coverage "
        "WHERE is_expected AND source_id = 'citythree' AND unit_id BETWEEN '201' AND '204' GROUP BY 1 ORDER BY 1"
    ) == [
        (2022, ["甲市文化广播局", "甲市旅游委员会"]),
        (2023, ["甲市文化旅游局"]),
        (2026, ["甲市文旅体育局"]),
    ]


def test_unit_inside_its_departments_total_is_marked(built: Built) -> None:
    assert built.rows(
        "SELECT document_id, is_in_department_total FROM dim_document "
        "WHERE document_id IN ('budget', 'unit') ORDER BY 1"
    ) == [("budget", False), ("unit", True)]


def test_latest_reading_counts_and_versions_compare_by_number(built: Built) -> None:
    assert built.rows("SELECT total_yuan FROM fct_expenditure_by_function WHERE document_id = 'reread'") == [
        (Decimal("20000.00"),)
    ]


def test_file_that_is_no_disclosure_is_accounted_for(built: Built) -> None:
    assert built.rows("SELECT is_disclosure, is_current FROM dim_document WHERE document_id = 'notice'") == [
        (False, False)
    ]


def test_every_amount_leads_back_to_its_place_on_the_page(built: Built) -> None:
    assert (
        built.one(
            "SELECT count(*) FROM fct_expenditure_by_function "
            "WHERE page IS NULL OR x0 IS NULL OR fact_id NOT IN (SELECT fact_id FROM fct_printed_amount p "
            "WHERE p.document_id = fct_expenditure_by_function.document_id)"
        )
        == 0
    )


def test_file_written_under_an_older_schema_is_read(built: Built) -> None:
    assert built.rows("SELECT content_class, title FROM dim_document WHERE document_id = 'old'") == [
        ("unreadable", None)
    ]
