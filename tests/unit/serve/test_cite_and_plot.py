"""From a row to its source and citation; charts as files."""

from datetime import date
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from pipelines.domain.page import Box
from pipelines.serve import plots
from pipelines.serve.cite import NoSuchRowError, cite
from pipelines.serve.commands import cite as cite_verb
from pipelines.serve.commands import evidence as evidence_verb
from pipelines.serve.commands import plot as plot_verb
from pipelines.serve.warehouse import open_published
from tests.support.board_fixture import DOCUMENT, OLD_DOCUMENT, City, invented_city

TODAY = date(2024, 3, 6)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    return invented_city(tmp_path_factory.mktemp("city"))


def run(app: typer.Typer, city: City, *words: str) -> tuple[int, str]:
    variables = {"MINGZHANG_WAREHOUSE": str(city.places.warehouse), "MINGZHANG_RAW": str(city.places.raw)}
    result = CliRunner(env=variables).invoke(app, list(words))
    return result.exit_code, result.output


def test_a_row_leads_to_document_page_and_box(city: City) -> None:
    with open_published(city.places.published) as connection:
        cited = cite(connection, f"{DOCUMENT[:8]}/t01:1:whole:0")
        finding = cite(connection, "f00d")
        figure = cite(connection, f" {DOCUMENT}/3\r\n")  # as a spreadsheet's line ends
        with pytest.raises(NoSuchRowError):
            cite(connection, f"{DOCUMENT}/t99")
        for nowhere in (f"{DOCUMENT}/4", f"{OLD_DOCUMENT}/3", "0000"):
            with pytest.raises(NoSuchRowError):
                cite(connection, nowhere)
        with pytest.raises(NoSuchRowError):
            cite(connection, "x' OR 1=1")
    assert (cited.page, cited.printed, cited.table) == (1, "250.00", "收支总表") and cited.boxes
    assert (figure.page, figure.boxes) == (2, (Box(100, 160, 130, 172),)) and "收入总计250万元" in str(
        figure.printed
    )
    assert cited.first_fetched == "2024-02-01 02:03" and cited.file == "sample.pdf"
    assert finding.page == 1 and finding.document_id == DOCUMENT
    assert cited.gbt7714(TODAY) == (
        "样例市教育局. 样例市教育局2024年部门预算：收支总表：第1页[EB/OL]. (2024-02-01)[2024-03-06]. http://127.0.0.1/a.pdf."
    )
    assert "\\url{http://127.0.0.1/a.pdf}" in cited.bibtex(TODAY) and "year = {2024}" in cited.bibtex(TODAY)


def test_the_verbs_write_pictures(city: City, tmp_path: Path) -> None:
    code, text = run(
        cite_verb.app, city, f"{DOCUMENT[:8]}/t01:1:whole:0", "--picture", str(tmp_path / "cell.png")
    )
    assert code == 0 and "GB/T 7714" in text and "@misc" in text
    assert (tmp_path / "cell.png").read_bytes().startswith(b"\x89PNG")
    code, _ = run(evidence_verb.app, city, "f00d", "--out", str(tmp_path))
    assert code == 0 and (tmp_path / "f00d-p1.png").exists()
    code, text = run(evidence_verb.app, city, "zzzz")
    assert code == 2 and "没有编号为 zzzz 的问题" in text


@pytest.mark.parametrize(
    "words",
    [
        ("functions", "样例市教育局"),
        ("subject", "教育局", "培训费"),
        ("flow", "教育局", "2024"),
        ("figures", "教育局", "--group", "three-public"),
        ("compare", "total_income", "2024"),
    ],
)
def test_charts_are_written_as_svg(city: City, tmp_path: Path, words: tuple[str, ...]) -> None:
    out = tmp_path / "chart.svg"
    code, text = run(plot_verb.app, city, *words, "--out", str(out))
    assert code == 0, text
    drawn = out.read_text(encoding="utf-8")
    assert "样例市教育局" in drawn and "万元" in drawn


def test_what_cannot_be_drawn_is_said(city: City, tmp_path: Path) -> None:
    code, text = run(plot_verb.app, city, "functions", "不存在的局", "--out", str(tmp_path / "x.svg"))
    assert code == 2 and "没有名称含" in text
    code, text = run(plot_verb.app, city, "functions", "样例市", "--out", str(tmp_path / "x.svg"))
    assert code == 2 and "不唯一" in text
    code, text = run(plot_verb.app, city, "functions", "教育局", "--out", str(tmp_path / "x.pdf"))
    assert code == 2 and ".png" in text


def test_a_flow_names_its_unit_and_keeps_its_proportions() -> None:
    stages = [{"财政拨款": 80.0, "其他": 20.0}, {"教育支出": 60.0, "社会保障": 40.0}, {"工资福利": 50.0}]
    drawn = plots.svg(plots.flow(stages, "某局")).decode()
    assert "财政拨款" in drawn and "不表示资金的实际去向" in drawn


@pytest.mark.skipif(plots.chinese_font() is None, reason="no Chinese font on this machine")
def test_png_has_chinese_glyphs(recwarn: pytest.WarningsRecorder) -> None:
    picture = plots.png(plots.bars([("样例市教育局", 120000), ("样例市水利局", None)], "“三公”经费"))
    assert picture.startswith(b"\x89PNG")
    assert not [warning for warning in recwarn if "Glyph" in str(warning.message)]
