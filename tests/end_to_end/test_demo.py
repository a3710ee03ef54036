"""`mingzhang demo` as a user runs it: planted errors found and nothing else, only news told on night two."""

from collections.abc import Iterator
from pathlib import Path
from subprocess import CompletedProcess

import duckdb
import pytest
import yaml

from tests.support.command import mingzhang

SAMPLE = Path(__file__).parents[2] / "raw" / "sample"
PLANTED = yaml.safe_load((SAMPLE / "PLANTED.yml").read_text(encoding="utf-8"))["planted"]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def run(folder: Path) -> CompletedProcess[str]:
    return mingzhang("demo", "--workdir", folder)


@pytest.fixture
def warehouse(run: CompletedProcess[str], folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    assert run.returncode == 0, run.stdout + run.stderr
    with duckdb.connect(str(folder / "mingzhang.duckdb"), read_only=True) as connection:
        yield connection


def test_it_says_what_a_user_needs(run: CompletedProcess[str], folder: Path) -> None:
    assert run.returncode == 0, run.stdout + run.stderr
    first, second = run.stdout.split("第二夜", 1)
    assert "新增 45、不是文件 1" in first
    assert "未见公开2项：样例市林业局2024年预算、样例市体育局2024年预算" in first
    assert "新增 1、更正 1、未变 44" in second
    assert "新公开：样例市林业局2024年部门预算" in second
    assert "同一网址更正：样例市审计局2024年部门预算" in second
    assert "已消除 样例市审计局2024年预算　收支总表收支平衡" in second
    assert "归入100.00%" in first
    assert f"mingzhang sql --warehouse {folder}" in second


def test_the_second_night_tells_only_what_is_new(run: CompletedProcess[str]) -> None:
    first, second = run.stdout.split("第二夜", 1)
    assert "邮件 → ysk@yangli.example：【明账】2024-03-01 公开信息核对：新发现" in first
    # new is only that 林业局 published late; settled are the corrected file's two and its having published
    assert "【明账】2024-03-02 公开信息核对：新发现 1 项，已更正 3 项" in second
    assert second.count("新发现") == 1


def test_every_planted_error_is_found_and_no_other(warehouse: duckdb.DuckDBPyConnection) -> None:
    rules = {rule for (rule,) in warehouse.execute("SELECT rule_id FROM dim_rule").fetchall()}
    found = warehouse.execute(
        "SELECT entity_name, fiscal_year, rule_id FROM fct_findings WHERE severity <> 'note'"
    ).fetchall()
    planted = [x for x in PLANTED if not x["corrected_on_second_night"] and x["rule"] in rules]
    for error in planted:
        here = {rule for name, year, rule in found if (name, year) == (error["unit"], error["fiscal_year"])}
        assert here & {error["rule"], *error["also"]}, error["id"]
    allowed = {(x["unit"], x["fiscal_year"]) for x in PLANTED}
    about_publishing = {x for x in found if x[2] in ("must_publish", "published_late")}
    assert about_publishing == {
        ("样例市体育局", 2024, "must_publish"),
        ("样例市林业局", 2024, "published_late"),
    }
    assert {(name, year) for name, year, _ in set(found) - about_publishing} <= allowed


def test_the_seed_is_in_the_warehouse_to_the_cent(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = warehouse.execute(
        """
        SELECT p.table_kind, count(DISTINCT p.subject_code), max(p.amount_yuan)::VARCHAR
        FROM fct_printed_amount AS p JOIN dim_document AS d USING (document_id)
        WHERE d.entity_name = '忻州市人民代表大会常务委员会办公室'
            AND p.table_kind IN ('income_summary', 'expenditure_summary', 'general_public_expenditure')
        GROUP BY ALL ORDER BY 1"""
    ).fetchall()
    assert [(codes, most) for _, codes, most in rows] == [(21, "18793600.00")] * 3


def test_a_second_demo_starts_afresh_but_no_other_folder_is_emptied(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep")
    result = mingzhang("demo", "--workdir", tmp_path)
    assert result.returncode == 2
    assert "--workdir" in result.stdout
    assert (tmp_path / "mine.txt").read_text() == "keep"
