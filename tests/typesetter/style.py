"""The habits of a template family: codes, totals, decimals, titles, pages. Six families, with variants."""

from dataclasses import dataclass, replace
from enum import Enum

from pipelines.domain.money import MoneyUnit

A4 = (595.3, 841.9)
A4_LANDSCAPE = (841.9, 595.3)
A3_LANDSCAPE = (1190.6, 841.9)


class Codes(Enum):
    """How a subject code is printed."""

    ONE = "one column"
    THREE = "类, 款, 项 in three columns"
    DASH = "2010301-行政运行 in one cell"
    BRACKET = "[201]名称 in one cell"
    NONE = "no code, only indentation"


class Break(Enum):
    """What a continuation page repeats."""

    HEADER = "header"
    TITLE_AND_HEADER = "title and header"
    NOTHING = "nothing"


class Ruling(Enum):
    """How ruling lines are drawn."""

    STROKES = "one stroke per edge"
    RECTANGLES = "thin filled rectangles"
    DOUBLED = "every cell its own border"
    DASHED = "dashed strokes"
    OPEN_SIDES = "no border on the left and on the right"
    HORIZONTAL = "horizontal strokes only"
    THREE_LINES = "above and below the header and at the end"
    VERTICAL = "a frame and vertical strokes, none between rows"
    BANDS = "every other row on a grey ground, no strokes"
    NONE = "nothing"


@dataclass(frozen=True)
class Style:
    """Everything a template decides; the content stays the same."""

    name: str
    font: str = "serif"
    text_page: tuple[float, float] = A4
    table_page: tuple[float, float] = A4
    codes: Codes = Codes.ONE
    totals_on_top: bool = True
    decimals: tuple[tuple[MoneyUnit, int], ...] = ((MoneyUnit.TEN_THOUSAND_YUAN, 2), (MoneyUnit.YUAN, 0))
    separators: bool = True
    zero: str = ""
    title_in_grid: bool = False
    unit_words: str = "单位：{unit}"
    entity_words: str = "部门名称：{entity}"
    on_break: Break = Break.HEADER
    indent_name: float = 0.0
    indent_code: float = 0.0
    total_label: str = "合计"
    total_merged: bool = False
    numbers_label: str | None = None
    ruling: Ruling = Ruling.STROKES
    shaded_header: bool = False
    rotate_tables: bool = False
    table_per_page: bool = True
    size: float = 9.0
    row_height: float = 17.0
    title_size: float = 15.0
    margin: float = 48.0
    title_at: str = "middle"
    page_number: str | None = "— {n} —"
    running_header: bool = False
    box_offset: float = 0.0

    def decimals_of(self, unit: MoneyUnit) -> int:
        return dict(self.decimals).get(unit, 2)


_WAN, _YUAN = MoneyUnit.TEN_THOUSAND_YUAN, MoneyUnit.YUAN

#: (a) one code column, totals on top, 万元 with two decimals; small indents on code and name.
ONE_COLUMN = Style(
    "one_column",
    row_height=20,
    indent_name=8,
    indent_code=6,
    total_merged=False,
    entity_words="单位名称：{entity}",
    table_page=A4,
    on_break=Break.HEADER,
)
#: The same family as a county-level office prints it: nothing repeated, merged 合计, page flow.
ONE_COLUMN_PLAIN = replace(
    ONE_COLUMN,
    name="one_column_plain",
    on_break=Break.NOTHING,
    total_merged=True,
    indent_name=0,
    indent_code=0,
    entity_words="部门名称：{entity}",
)
#: Its landscape cousin with the codes indented and the column numbers below the header.
ONE_COLUMN_NUMBERED = replace(
    ONE_COLUMN,
    name="one_column_numbered",
    on_break=Break.NOTHING,
    table_page=A4_LANDSCAPE,
    indent_code=11,
    indent_name=0,
    numbers_label="栏次",
    entity_words="公开部门：{entity}",
    running_header=True,
    font="sans",
)
#: (b) 类/款/项 in three columns, whole 元, totals at the bottom, landscape.
THREE_COLUMNS = Style(
    "three_columns",
    row_height=21,
    text_page=A4_LANDSCAPE,
    table_page=A4_LANDSCAPE,
    codes=Codes.THREE,
    totals_on_top=False,
    entity_words="编制单位：{entity}",
    title_size=14,
    size=8.5,
    page_number=None,
    on_break=Break.HEADER,
    total_merged=True,
)
#: The district variant: header not repeated.
THREE_COLUMNS_PLAIN = replace(
    THREE_COLUMNS, name="three_columns_plain", on_break=Break.NOTHING, page_number="{n}"
)
#: (c) code and name in one cell, several axes a row, six decimals, title and unit inside the grid.
DASHED = Style(
    "dashed",
    font="sans",
    table_page=A4_LANDSCAPE,
    codes=Codes.DASH,
    totals_on_top=False,
    decimals=((_WAN, 6), (_YUAN, 2)),
    title_in_grid=True,
    unit_words="金额单位：{unit}",
    on_break=Break.NOTHING,
    ruling=Ruling.RECTANGLES,
    shaded_header=True,
    size=8,
    row_height=14,
    title_size=11,
    page_number=None,
    entity_words="",
)
#: (d) [201]名称 cells and 0.00 everywhere.
BRACKETED = Style(
    "bracketed",
    row_height=20,
    table_page=A4_LANDSCAPE,
    codes=Codes.BRACKET,
    zero="0.00",
    on_break=Break.HEADER,
    indent_name=10,
    entity_words="部门：{entity}",
    unit_words="单位:{unit}",
    total_merged=True,
    size=8.5,
)
#: (e) no codes, hierarchy by indentation, very wide tables on large pages, title and header repeated.
INDENTED = Style(
    "indented",
    row_height=25,
    font="sans",
    table_page=A3_LANDSCAPE,
    codes=Codes.NONE,
    zero="0.00",
    on_break=Break.TITLE_AND_HEADER,
    indent_name=10,
    title_at="middle",
    page_number="- {n} -",
    size=8.5,
)
#: (f) three halves side by side, rotated pages, doubled borders, tables flow on one after the other.
THREE_HALVES = Style(
    "three_halves",
    table_page=A4_LANDSCAPE,
    rotate_tables=True,
    ruling=Ruling.DOUBLED,
    on_break=Break.NOTHING,
    title_in_grid=False,
    entity_words="部门：{entity}",
    unit_words="单 位 ：{unit}",
    total_merged=False,
    table_per_page=False,
    size=8,
    row_height=15,
    title_size=13,
)
#: (f) final accounts: 行次 and 栏次, 0.00, no separators, title and header repeated.
FINAL = Style(
    "final",
    row_height=21,
    table_page=A4_LANDSCAPE,
    zero="0.00",
    separators=False,
    on_break=Break.TITLE_AND_HEADER,
    entity_words="部门：{entity}",
    numbers_label="栏次",
    total_label="合计",
    size=8.5,
    page_number="{n}",
    title_at="right",
)

FAMILIES: dict[str, Style] = {
    style.name: style
    for style in (
        ONE_COLUMN,
        ONE_COLUMN_PLAIN,
        ONE_COLUMN_NUMBERED,
        THREE_COLUMNS,
        THREE_COLUMNS_PLAIN,
        DASHED,
        BRACKETED,
        INDENTED,
        THREE_HALVES,
        FINAL,
    )
}
