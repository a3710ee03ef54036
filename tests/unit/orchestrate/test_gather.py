import os
from pathlib import Path

import duckdb
import pytest

from pipelines.orchestrate.gather import gather
from pipelines.orchestrate.read_files import read_into_lake


def make(root: Path, **files: str) -> None:
    for name, text in files.items():
        path = root / name.replace("__", "/").replace("_dot_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def test_folders_give_pdfs_whatever_the_case_and_report_the_rest(tmp_path: Path) -> None:
    make(
        tmp_path,
        甲市__a_dot_pdf="1",
        甲市__深__b_dot_PDF="2",
        乙市__c_dot_xls="3",
        d_dot_pdf="4",
        _dot_hidden__e_dot_pdf="5",
    )
    gathered = gather([tmp_path])
    assert [(document.source_id, Path(document.path).name) for document in gathered.documents] == [
        (tmp_path.name, "d.pdf"),
        ("甲市", "a.pdf"),
        ("甲市", "b.PDF"),
    ]
    assert [path.name for path in gathered.skipped] == ["c.xls"]


def test_a_file_named_outright_is_taken_whatever_its_suffix(tmp_path: Path) -> None:
    make(tmp_path, city__download_dot_do="1")
    (document,) = gather([tmp_path / "city" / "download.do"]).documents
    assert document.source_id == "city"


def test_the_same_bytes_are_read_once_and_the_others_named(tmp_path: Path) -> None:
    make(tmp_path, b__2_dot_pdf="same", a__1_dot_pdf="same", c__3_dot_pdf="other")
    gathered = gather([tmp_path / "c", tmp_path / "b", tmp_path / "a", tmp_path / "a" / "1.pdf"])
    assert [Path(document.path).name for document in gathered.documents] == ["1.pdf", "3.pdf"]
    assert [path.name for path in gathered.duplicates] == ["2.pdf"]


def test_a_path_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        gather([tmp_path / "nowhere"])


def test_a_name_that_is_no_utf8_is_read_and_written_down(tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode("财政".encode("gbk"))
    folder.mkdir()
    (folder / os.fsdecode("预算.pdf".encode("gbk"))).write_bytes(b"%PDF-1.4 broken")
    (document,) = gather([tmp_path]).documents
    run = read_into_lake([document], tmp_path / "lake")
    assert run.failed == []
    (row,) = duckdb.sql(f"SELECT source_id, path FROM '{tmp_path}/lake/documents/*/*.parquet'").fetchall()
    assert row[0] == document.source_id
    assert row[1].endswith(".pdf")


def test_what_is_no_file_is_said_so(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    gathered = gather([tmp_path / "pipe", tmp_path])
    assert gathered.unreadable == [(tmp_path / "pipe", "不是普通文件")]
    assert gathered.documents == []
