"""A check's result as one web page that needs nothing else: pictures of the pages inside, cells boxed.

Each page picture stands once in the file; every finding shows the part of it around its numbers as a drawing
that uses the picture, so that it stays sharp on paper and on a phone.
"""

import base64
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import version
from typing import Any

from jinja2 import Environment, PackageLoader

from pipelines.domain.page import Box
from pipelines.orchestrate import check_words as words
from pipelines.orchestrate.check import SEVERITIES, Checked, CheckRun
from pipelines.serve.evidence import Artist, Shot

PAGES = 60
"""Pictures in one report at most; findings beyond are in words."""
MARGIN = 64.0
"""Points of the page kept above and below the boxes."""
SCALE = 2.0


@dataclass(frozen=True, slots=True)
class Picture:
    """A page's picture in the report."""

    name: str
    width: float
    height: float
    data: str


@dataclass(frozen=True, slots=True)
class View:
    """The part of a page that a finding shows: from `top`, `height` points high.

    Attributes:
        marks: boxes with their roles: `own` numbers are in question, `against` those held against them.
    """

    page: int
    picture: Picture
    top: float
    height: float
    marks: tuple[tuple[Box, str], ...]

    @property
    def roles(self) -> set[str]:
        """The roles among the marks."""
        return {role for _, role in self.marks}


@dataclass(slots=True)
class Section:
    """One file in the report."""

    number: int
    checked: Checked
    pictures: dict[int, Picture] = field(default_factory=dict)
    views: dict[str, list[View]] = field(default_factory=dict)


def html_report(run: CheckRun) -> str:
    """The page; text from the files is escaped."""
    environment = Environment(
        loader=PackageLoader("pipelines.orchestrate"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    artist = Artist()
    try:
        sections = [_section(number, checked, artist) for number, checked in enumerate(run.files, start=1)]
    finally:
        artist.close()
    return environment.get_template("check.html").render(
        run=run,
        sections=sections,
        words=words,
        severities=SEVERITIES,
        made=datetime.now().strftime("%Y-%m-%d %H:%M"),
        version=version("mingzhang"),
    )


def _section(number: int, checked: Checked, artist: Artist) -> Section:
    section = Section(number, checked)
    for finding in checked.findings:
        boxes = _boxes(finding)
        pages = sorted(set(boxes) | set(finding["pages"] or []))
        views = (_view(section, artist, page, boxes.get(page, [])) for page in pages)
        section.views[finding["finding_id"]] = [view for view in views if view is not None]
    return section


def _boxes(finding: dict[str, Any]) -> dict[int, list[tuple[Box, str]]]:
    """Page → boxes of the numbers a finding rests on, each with its role."""
    found: dict[int, list[tuple[Box, str]]] = {}
    for item in finding["evidence"] or []:
        if item["page"] and item["x0"] is not None:
            box = Box(*(float(item[side]) for side in ("x0", "top", "x1", "bottom")))
            found.setdefault(int(item["page"]), []).append(
                (box, "against" if item["part"] == "expected" else "own")
            )
    return found


def _view(section: Section, artist: Artist, page: int, marks: list[tuple[Box, str]]) -> View | None:
    picture = section.pictures.get(page) or _picture(section, artist, page)
    if picture is None:
        return None
    if not marks:
        return View(page, picture, 0.0, picture.height, ())
    top = max(0.0, min(box.top for box, _ in marks) - MARGIN)
    bottom = min(picture.height, max(box.bottom for box, _ in marks) + MARGIN)
    return View(page, picture, top, max(bottom - top, 1.0), tuple(marks))


def _picture(section: Section, artist: Artist, page: int) -> Picture | None:
    size = section.checked.page_sizes.get(page)
    if size is None or len(section.pictures) >= PAGES:
        return None
    drawn = artist.draw(Shot(str(section.checked.identity["path"]), page, scale=SCALE))
    if drawn is None:
        return None
    data = "data:image/png;base64," + base64.b64encode(drawn).decode("ascii")
    picture = Picture(f"f{section.number}p{page}", size[0], size[1], data)
    section.pictures[page] = picture
    return picture
