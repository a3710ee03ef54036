"""Files of one disclosure that print the same tables count once; a series over years neither repeats nor loses."""

import pytest

from tests.support.hand_lake import Built, HandLake, build_marts


def row(code: str, name: str, amount: str) -> dict[str, object]:
    return {"subject_code": code, "subject_name": name, "amounts": {"total": amount}}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("versions")
    lake = HandLake(folder / "lake")
    rows = [row("2010601", "行政运行", "10.00")]
    lake.document("a-whole", "甲市财政局").table("expenditure_summary", rows)
    lake.document("b-tables", "甲市财政局", content_class="tables_only").table("expenditure_summary", rows)
    for name, kind in (("one", "expenditure_summary"), ("two", "general_public_expenditure")):
        lake.document(f"table-{name}", "甲市司法局", content_class="tables_only").table(kind, rows)
    for name in ("one", "two"):
        lake.document(f"form-{name}", "甲市司法局", content_class="tables_only").table(
            "project_performance_target", []
        )
    for number, name in enumerate(("中国共产党甲市委员会办公室", "中共甲市委办公室", "甲市委办公室")):
        lake.document(f"party-{number}", name, 2020 + number).table("expenditure_summary", rows)
    lake.document("notice", "关于公开情况的通知", content_class="not_a_disclosure")
    lake.write()
    return build_marts(lake.root, folder)


def test_a_whole_file_and_its_tables_apart_are_added_once(built: Built) -> None:
    assert built.rows(
        "SELECT document_id, is_current, superseded_by_document_id FROM dim_document "
        "WHERE entity_name = '甲市财政局' ORDER BY 1"
    ) == [("a-whole", True, None), ("b-tables", False, "a-whole")]


def test_files_of_single_tables_and_forms_stand_beside_each_other(built: Built) -> None:
    assert built.rows(
        "SELECT document_id FROM dim_document WHERE entity_name = '甲市司法局' AND is_current ORDER BY 1"
    ) == [("form-one",), ("form-two",), ("table-one",), ("table-two",)]


def test_a_party_body_is_one_however_its_name_is_printed(built: Built) -> None:
    assert built.rows(
        "SELECT unit_name, disclosure_count FROM dim_unit WHERE unit_name LIKE '%委办公室'"
    ) == [("甲市委办公室", 3)]


def test_what_is_no_disclosure_makes_no_body(built: Built) -> None:
    assert built.rows("SELECT unit_name FROM dim_unit WHERE unit_name LIKE '%通知'") == []


def test_a_series_on_one_years_classification_has_one_answer_for_each_code(built: Built) -> None:
    answers = built.rows(
        "SELECT functional_code, classification_code, is_exact FROM bridge_functional_subject_classification "
        "WHERE (fiscal_year, classification_year) = (2017, 2026) "
        "AND functional_code IN ('2040404', '20805', '2080504') "
        "OR (fiscal_year, classification_year) = (2026, 2017) "
        "AND functional_code IN ('2040410', '20801', '224') ORDER BY 1"
    )
    assert answers == [
        ("2040404", "2040410", False),
        ("2040410", "20404", False),
        ("20801", "20801", False),
        ("20805", "20805", True),
        ("2080504", "20805", False),
        ("224", None, False),
    ]
