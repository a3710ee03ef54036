"""A page of a table that is a picture never yields a fail (图片页不下结论): real PDFs, page by page."""

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pikepdf
import pypdfium2
import pytest

from pipelines.domain.document import SourceDocument
from pipelines.model.direct import check_lake
from pipelines.orchestrate.read_files import read_into_lake
from tests.sample_city.catalogue import Document, documents
from tests.support.command import environment
from tests.typesetter.book import Book
from tests.typesetter.canvas import Canvas

CHOSEN = {
    ("002003", 2022, "budget"),
    ("001", 2022, "final"),
    ("005", 2022, "budget"),
    ("008", 2022, "budget"),
}
"""Three templates; some of their tables run over two pages, and one puts text and tables into two files."""


def chosen() -> list[Document]:
    return [x for x in documents() if (x.unit, x.year, x.kind) in CHOSEN and x.part != "情况说明"]


def with_pictures(data: bytes, pages: tuple[int, ...]) -> bytes:
    """The same file, these pages scanned."""
    canvas = Canvas("sans", "", with_font=False)
    with pypdfium2.PdfDocument(data) as document:
        for number in pages:
            page, flat = document[number - 1], io.BytesIO()
            page.render(scale=0.5, grayscale=True).to_pil().save(flat, "PNG")
            canvas.new_page(page.get_size())
            canvas.picture(flat, 0, 0, *page.get_size())
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(canvas.finish())) as scans, pikepdf.open(io.BytesIO(data)) as book:
        for scan, number in zip(scans.pages, pages, strict=True):
            book.pages[number - 1] = scan
        book.save(target)
    return target.getvalue()


def variants(book: Book) -> Iterator[tuple[str, bytes]]:
    """As printed; each page of each table a picture; each table of two pages wholly one."""
    yield "read", book.data
    for number in sorted({page for _, first, last in book.table_pages for page in range(first, last + 1)}):
        yield f"page {number}", with_pictures(book.data, (number,))
    for _, first, last in book.table_pages:
        if first < last:
            yield f"pages {first}-{last}", with_pictures(book.data, (first, last))


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of the check of every variant, each a site of its own."""
    folder = tmp_path_factory.mktemp("pictures")
    files = []
    for document in chosen():
        for name, data in variants(document.book(with_errors=False)):
            path = folder / f"{document.unit}-{document.kind} {name}.pdf"
            path.write_bytes(data)
            files.append(
                SourceDocument(hashlib.sha256(data).hexdigest(), path.stem.replace(" ", "-"), str(path))
            )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", environment()["XDG_CACHE_HOME"])
        read_into_lake(files, folder / "lake")
        return check_lake(folder / "lake", folder, 2)


def rows(database: Path, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_no_page_that_became_a_picture_yields_a_fail(checked: Path) -> None:
    found = rows(
        checked,
        "SELECT source_id, rule_id, message FROM fct_findings WHERE severity IN ('error', 'warning')",
    )
    assert found == []


def test_what_lay_on_it_is_not_checked_and_says_why(checked: Path) -> None:
    found = rows(
        checked,
        "SELECT documents.source_id, count(*) FILTER (WHERE result = 'not_checked' AND reason LIKE '%图片%') "
        "FROM fct_rule_results AS results JOIN int_check_documents AS documents "
        "ON results.document_id = documents.document_id GROUP BY ALL",
    )
    unchecked = {str(source): number for source, number in found}
    assert all(not number for source, number in unchecked.items() if source.endswith("-read"))
    assert sum(1 for source, number in unchecked.items() if not source.endswith("-read") and number) > 20
