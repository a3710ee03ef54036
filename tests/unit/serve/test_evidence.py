"""Pictures of pages with boxes, also of pages that are turned, cropped, missing or endless."""

import io
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from fpdf import FPDF
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from pipelines.domain.page import Box
from pipelines.read import read_pdf
from pipelines.serve.evidence import PIXELS, Artist, Shot, draw, draw_for_mail
from pipelines.serve.findings import NoSuchFindingError, proof_of
from pipelines.serve.publish import publish
from pipelines.serve.warehouse import open_published
from tests.support.drawn_page import drawn, filled, ruled
from tests.support.warehouse_fixture import City, Finding


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    sheet = FPDF(unit="pt", format=(400, 600))
    for _ in range(2):
        sheet.add_page()
        sheet.set_fill_color(0, 0, 0)
        sheet.rect(100, 120, 80, 20, style="F")
    path = tmp_path / "sample.pdf"
    sheet.output(str(path))
    return path


@pytest.fixture
def artist() -> Iterator[Artist]:
    made = Artist()
    yield made
    made.close()


def opened(png: bytes | None) -> Image.Image:
    assert png is not None
    return Image.open(io.BytesIO(png)).convert("RGB")


def is_red(colour: object) -> bool:
    assert isinstance(colour, tuple)
    red, green, blue = colour[:3]
    return bool(red > 150 and green < 120 and blue < 120)


def test_the_box_lies_around_the_cell(pdf: Path) -> None:
    image = opened(draw(Shot(str(pdf), 1, (Box(100, 120, 180, 140),), scale=2)))
    assert image.size == (800, 1200)
    assert is_red(image.getpixel((300, 237))) and is_red(image.getpixel((197, 260)))
    assert not is_red(image.getpixel((300, 200)))


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_boxes_are_those_of_the_page_as_displayed(pdf: Path, tmp_path: Path, turn: int) -> None:
    turned = tmp_path / f"turned-{turn}.pdf"
    with pikepdf.open(pdf) as document:
        document.pages[0].Rotate = turn
        document.pages[0].CropBox = [50, 100, 350, 550]
        document.save(turned)
    places = {0: (50, 70), 90: (450 - 90, 50), 180: (300 - 130, 450 - 90), 270: (70, 300 - 130)}
    x, y = places[turn]
    image = opened(draw(Shot(str(turned), 1, scale=1)))
    assert image.size == ((300, 450) if turn % 180 == 0 else (450, 300))
    inner = image.getpixel((x + 8, y + 8))
    assert isinstance(inner, tuple) and inner[:3] == (0, 0, 0)


def test_a_cropped_picture_keeps_the_width_and_the_surroundings(pdf: Path) -> None:
    image = opened(draw(Shot(str(pdf), 2, (Box(100, 120, 180, 140),), crop=True, scale=1)))
    assert image.width == 400 and image.height == 20 + 2 * 90


def test_an_endless_page_is_drawn_small(tmp_path: Path) -> None:
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(14400, 14400))
        document.save(tmp_path / "huge.pdf")
    image = opened(draw(Shot(str(tmp_path / "huge.pdf"), 1, scale=4)))
    assert image.width * image.height <= PIXELS * 1.01


def test_what_cannot_be_drawn_is_none(tmp_path: Path, pdf: Path, artist: Artist) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 nothing")
    assert artist.draw(Shot(str(broken), 1)) is None
    assert artist.draw(Shot(str(tmp_path / "missing.pdf"), 1)) is None
    assert artist.draw(Shot(str(pdf), 3)) is None
    assert opened(artist.draw(Shot(str(pdf), 1))).width == 640


def test_a_page_that_takes_too_long_costs_one_picture(pdf: Path) -> None:
    hasty = Artist(seconds=0.0)
    try:
        assert hasty.draw(Shot(str(pdf), 1)) is None
    finally:
        hasty.close()


def test_a_finding_leads_to_its_picture(pdf: Path, tmp_path: Path, artist: Artist) -> None:
    published = tmp_path / "mingzhang.duckdb"
    publish(City(tmp_path / "build.db", [Finding(1), Finding(12)]).build(), published)
    with open_published(published) as connection:
        proof = proof_of(connection, "f00001")
        with pytest.raises(NoSuchFindingError, match="不唯一"):
            proof_of(connection, "f000")
        with pytest.raises(NoSuchFindingError):
            proof_of(connection, "")
    assert proof.title == "样例市第0局 2024 部门预算" and list(proof.pages) == [1]

    class Asked:
        path, page, boxes = proof.path, 1, [tuple(box) for box in proof.pages[1]]

    assert opened(draw_for_mail(tmp_path, artist)(Asked)).height == round(200 * 1.6)  # type: ignore[arg-type]


def test_a_page_printed_sideways_is_drawn_upright_with_the_boxes_of_the_reader(tmp_path: Path) -> None:
    def sideways(canvas: Canvas) -> None:
        canvas.translate(400, 100)
        canvas.rotate(90)
        ruled(canvas, [0, 80, 160], [0, 20, 40])
        filled(canvas, [0, 80, 160], [40, 20, 0], [["name", "total"], ["school", "1,234.50"]])

    path = tmp_path / "sideways.pdf"
    path.write_bytes(drawn(sideways))
    (page,) = read_pdf(path.read_bytes()).pages
    cell = page.grids[0].cells[-1]
    picture = opened(draw(Shot(str(path), 1, (cell.ink,), scale=1)))
    assert picture.size == (round(page.width), round(page.height))
    inside = picture.crop(tuple(round(edge) for edge in cell.ink))
    assert min(inside.convert("L").tobytes()) < 128
