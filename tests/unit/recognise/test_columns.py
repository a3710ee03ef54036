"""Headers of amount columns: whose money they are, of which stage, and what only looks alike."""

import csv
from pathlib import Path

import pytest

from pipelines.recognise.columns import canonical_column
from pipelines.recognise.vocabulary_files import column_patterns

COLUMNS = Path(__file__).parents[3] / "dbt_project" / "seeds" / "columns.csv"

FINAL = "final_general_public_expenditure"


@pytest.mark.parametrize(
    ("path", "kind", "column"),
    [
        ("年初结转和结余/合计", FINAL, "opening_carryover"),
        ("年初结转和结余/基本支出结转", FINAL, "opening_carryover_part"),
        ("年初结转和结余/项目支出结转和结余", FINAL, "opening_carryover_part"),
        ("本年收入/合计", FINAL, "current_income"),
        ("本年收入/基本支出", FINAL, "current_income_part"),
        ("本年支出/基本支出/小计", FINAL, "basic"),
        ("年末结转和结余/项目支出结转和结余/项目支出结余", FINAL, "closing_carryover_part"),
        ("本年收入/小计", "income_summary", "current_year_total"),
        ("本年收入/单位资金/小计", "income_summary", "unit_funds"),
        ("一般公共预算财政拨款收入/小计", "income_summary", "general_public"),
        ("国有资本经营预算收入", "income_summary", "state_capital"),
        ("经营预算收入", "income_summary", "operating_income"),
        ("政府基金预算", "income_summary", "gov_fund"),
        ("纳入专户管理的非税收入", "income_summary", "special_account"),
        ("人员经费和公用经费支出", "expenditure_summary", "basic"),
        ("人员经费支出", "expenditure_summary", "personnel"),
        ("公务用车购置及运行费/公车运行维护费", "three_public_expenses", "vehicle_operation"),
        ("增减变化情况/“三公”经费/公务接待费", "three_public_expenses", "change"),
    ],
)
def test_headers_mean(path: str, kind: str, column: str) -> None:
    assert canonical_column(path, kind) == column


def test_the_marts_know_every_column_that_can_be_named() -> None:
    with COLUMNS.open(encoding="utf-8", newline="") as file:
        known = {row["column_id"] for row in csv.DictReader(file)}
    items = {pattern.target for pattern in column_patterns("three_public", "id")}
    suffixes = {pattern.target for pattern in column_patterns("three_public_suffix", "suffix")} | {"prior"}
    named = {f"{item}_{suffix}" for item in items for suffix in suffixes} | items
    named |= {pattern.target for pattern in column_patterns("amounts", "id")} | {"total_prior"}
    assert named - known == set()
