"""The catalogue's examples: small disclosures in a few printed lines, turned into lake rows.

# 甲局 2026 budget department            a document (the first may be left out)
表 expenditure_summary 万元: total basic    a table and its amount columns (column@label); `|` parts its halves
  合计 9.00 9.00                          a row: label, then one amount per column, `_` for a blank
  >> 办公用房 3.00 3.00                   leading `>` give the level where no code does
  注 本表为空表                           the printed statement of emptiness
文 total_income=9.00万元 yoy_percent[total_income]=5.0%     figures of one sentence
标 防汛物资 数量指标=40 质量指标=60         the indicators of one performance form, with their weights
页 3                                       the page of the paragraphs that follow
段 一、某某情况说明                        a paragraph of the narrative (释 …: of the glossary)
录 2026-02-20 http://…/t20260213_1.pdf 甲局2026年部门预算    when, where and under which link it was captured
册 001 甲局 department 2026-01-25          a line of the register: code, name, scope, day of approval or -
"""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.domain.lake import SCHEMAS
from pipelines.domain.money import MoneyUnit, parse_amount
from tests.support.hand_lake import CAPTURES, REGISTER

_TOTAL = re.compile(r"(收入|支出|部门)?(合计|总计)")
_SUBTOTAL = re.compile(r"[本当]年(收入|支出)(合计|小计)?|小计|.*经费合计")
_FIGURE = re.compile(
    r"(?P<id>\w+)(?:\[(?P<subject>[^\]]*)\])?=(?P<value>-?[\d.]+|无|持平)(?P<unit>万元|元|%|辆)?"
)
_SIZES = {"万元": Decimal(10000), "元": Decimal(1), "%": Decimal(1), "辆": Decimal(1), None: Decimal(1)}
_BESIDE = {"register": REGISTER, "captures": CAPTURES}
_UNITS = {"万元": "yuan", "元": "yuan", "%": "percent", "辆": "count"}

Rows = dict[str, list[dict[str, Any]]]


def _words(identifier: str) -> str:
    """An id as a page would print it: messages are tested to show no ids."""
    return identifier.replace("_", " ")


@dataclass
class _Table:
    table_id: str
    kind: str
    unit: str
    halves: list[list[str]]
    rows: int = 0


@dataclass
class ExampleReader:
    """Reads one example; `prefix` keeps its documents apart from those of other examples."""

    prefix: str
    rows: Rows = field(default_factory=lambda: {name: [] for name in (*SCHEMAS, *_BESIDE)})
    documents: int = 0
    tables: int = 0
    facts: int = 0
    figures: int = 0
    sentences: int = 0
    paragraphs: int = 0
    page: int = 2
    forms: int = 0
    labels: dict[tuple[int, int], str] = field(default_factory=dict)
    table: _Table | None = None

    def read(self, text: str) -> list[str]:
        """Add the example's rows; returns its document ids."""
        for line in text.strip().splitlines():
            words = line.split()
            if words[0] == "#":
                self._document(words[1:])
                continue
            if words[0] == "册":
                self._register(words[1:])
                continue
            if not self.documents:
                self._document(["甲局", "2026", "budget", "department"])
            if words[0] == "表":
                self._table(line)
            elif words[0] == "文":
                self._sentence(line.split(maxsplit=1)[1])
            elif words[0] in ("段", "释"):
                self._paragraph("narrative" if words[0] == "段" else "glossary", words[1])
            elif words[0] == "页":
                self.page = int(words[1])
            elif words[0] == "标":
                self._form(words[1], words[2:])
            elif words[0] == "录":
                self._capture(words[1:])
            elif words[0] == "注":
                self.rows["tables"][-1]["empty_statement"] = words[1]
            else:
                self._row(line.strip())
        return [f"{self.prefix}{number}" for number in range(1, self.documents + 1)]

    @property
    def _keys(self) -> dict[str, str]:
        return {"document_id": f"{self.prefix}{self.documents}", "reader_version": "1"}

    def _document(self, words: list[str]) -> None:
        self.documents += 1
        self.page = 2
        entity, year, kind, scope, *rest = words
        content = rest[0] if rest else "final_disclosure" if kind == "final" else "budget_disclosure"
        self.rows["documents"].append(
            self._keys
            | {
                # a site of its own: examples know nothing of each other
                "source_id": self.prefix,
                "path": f"{self.prefix}{self.documents}.pdf",
                "image_page_count": 0,
                "content_class": content,
                "entity_name": entity,
                "scope": scope,
                "doc_kind": kind,
                "fiscal_year": int(year),
                "is_blank_template": False,
                "read_status": "ok",
                "text_sha256": self.prefix + (rest[1] if len(rest) > 1 else str(self.documents)),
            }
        )

    def _paragraph(self, part: str, text: str) -> None:
        self.paragraphs += 1
        row = {"paragraph_no": self.paragraphs, "page": self.page, "part": part, "level": 9, "text": text}
        self.rows["paragraphs"].append(self._keys | row)

    def _form(self, name: str, indicators: list[str]) -> None:
        self.forms += 1
        here = self._keys | {"project_no": self.forms, "table_id": "t900", "page": 3}
        self.rows["projects"].append(here | {"project_name": name})
        for number, indicator in enumerate(indicators, 1):
            label, _, weight = indicator.partition("=")
            row = {
                "indicator_no": number,
                "indicator_name": label,
                "weight": Decimal(weight),
                "is_period": False,
            }
            self.rows["indicators"].append(here | row)

    def _capture(self, words: list[str]) -> None:
        night, url, link_text = words
        row: dict[str, Any] = {"source_id": self.prefix, "path": "", "url": url, "list_url": None}
        row["link_text"] = link_text
        document = {"document_id": self._keys["document_id"], "first_seen_night": night, "is_current": True}
        self.rows["captures"].append(row | document)

    def _register(self, words: list[str]) -> None:
        code, name, scope, approval = words
        approved = None if approval == "-" else date.fromisoformat(approval)
        row: dict[str, Any] = {
            "unit_code": self.prefix + code,
            "unit_name": name,
            "aliases": [],
            "department_code": None,
        }
        more = {"scope": scope, "source_id": self.prefix, "must_publish_from_year": None}
        self.rows["register"].append(row | more | {"approval_date": approved})

    def _table(self, line: str) -> None:
        head, _, columns = line.partition(":")
        _, kind, unit, *options = head.split()
        named = dict(option.split("=", 1) for option in options)
        self.tables += 1
        printed = [half.split() for half in columns.split("|")]
        halves = [[column.partition("@")[0] for column in half] for half in printed]
        self.labels = {
            (side, place): column.partition("@")[2] or column
            for side, half in enumerate(printed)
            for place, column in enumerate(half)
        }
        self.table = _Table(f"t{self.tables:03d}", kind, unit, halves)
        self.rows["tables"].append(
            self._keys
            | {
                "table_id": self.table.table_id,
                "kind": kind,
                "title": named.get("title", _words(kind)),
                "table_number": named.get("number"),
                "pages": [1],
                "money_unit": unit,
                "unit_multiplier": int(MoneyUnit.from_printed(unit).value),
                "columns": [column for half in halves for column in half],
                "column_labels": [_words(column) for half in halves for column in half],
                "row_count": 0,
                "is_empty": True,
                "entity_line": named.get("line"),
                "notes": [],
                "unclaimed_tokens": int(named.get("unclaimed", 0)),
            }
        )

    def _row(self, line: str) -> None:
        assert self.table is not None
        sides = ["whole"] if len(self.table.halves) == 1 else ["left", "right", "right2"]
        for side, columns, part in zip(sides, self.table.halves, line.split("|"), strict=False):
            words = part.split()
            if not words:
                continue
            label, values = words[: len(words) - len(columns)], words[len(words) - len(columns) :]
            for position, (column, value) in enumerate(zip(columns, values, strict=True)):
                if value != "_":
                    self._fact(side, list(label), sides.index(side) * 10 + position, column, value)
        self.table.rows += 1
        self.rows["tables"][-1]["row_count"] = self.table.rows

    def _fact(self, side: str, label: list[str], position: int, column: str, value: str) -> None:
        assert self.table is not None
        amount = parse_amount(value)
        assert amount is not None, value
        level = label.pop(0).count(">") if label and label[0].startswith(">") else None
        code = label.pop(0) if label and label[0].isdigit() else None
        name = "".join(label)
        role = "total" if _TOTAL.fullmatch(name) else "subtotal" if _SUBTOTAL.fullmatch(name) else "item"
        if level is None:
            level = 0 if role != "item" else (len(code) - 1) // 2 if code else 1
        yuan = amount.yuan(MoneyUnit.from_printed(self.table.unit))
        if yuan:
            self.rows["tables"][-1]["is_empty"] = False
        self.facts += 1
        self.rows["facts"].append(
            self._keys
            | {
                "fact_id": f"{self.prefix}f{self.facts:04d}",
                "table_id": self.table.table_id,
                "table_kind": self.table.kind,
                "row_index": self.table.rows,
                "side": side,
                "row_role": role,
                "level": level,
                "subject_code": code,
                "subject_code_full": code,
                "subject_name": name,
                "name_path": name,
                "column_index": position,
                "column_id": column,
                "column_label": _words(self.labels[position // 10, position % 10]),
                "amount_printed": value,
                "decimals_printed": amount.decimals,
                "money_unit": self.table.unit,
                "amount_yuan": yuan,
                "page": 1,
                "x0": 100.0,
                "top": 100.0,
                "x1": 150.0,
                "bottom": 110.0,
            }
        )

    def _sentence(self, text: str) -> None:
        self.sentences += 1
        sentence, spans = f"{self.sentences}.", []
        end = 0
        for match in _FIGURE.finditer(text):
            sentence += text[end : match.start()].replace(" ", "")
            value = match["value"].lstrip("-")
            spans.append((match, len(sentence), len(sentence) + len(value)))
            sentence += value + (match["unit"] or "") + "，"
            end = match.end()
        for match, start, stop in spans:
            self._figure(match, sentence, start, stop)

    def _figure(self, match: re.Match[str], sentence: str, start: int, stop: int) -> None:
        self.figures += 1
        value, unit = match["value"], match["unit"]
        stated = {"无": "stated_none", "持平": "stated_same"}.get(value)
        number = Decimal(0) if stated else Decimal(value)
        self.rows["figures"].append(
            self._keys
            | {
                "figure_no": self.figures,
                "figure_id": match["id"],
                "subject": match["subject"] or match["id"],
                "value_printed": value.lstrip("-"),
                "value": number * _SIZES[unit],
                "unit": stated or _UNITS.get(unit or "", "count"),
                "decimals_printed": len(value.partition(".")[2]),
                "sentence": sentence,
                "page": 2,
                "char_start": start,
                "char_end": stop,
            }
        )


def write_lake(root: Path, examples: dict[str, str]) -> dict[str, list[str]]:
    """One lake of all examples (name → text); returns the document ids of each."""
    gathered: Rows = {name: [] for name in (*SCHEMAS, *_BESIDE)}
    documents = {}
    for name, text in examples.items():
        reader = ExampleReader(f"{name}-")
        documents[name] = reader.read(text)
        for table, rows in reader.rows.items():
            gathered[table] += rows
    for table, rows in gathered.items():
        folder = root / table / "source=examples"
        folder.mkdir(parents=True, exist_ok=True)
        pq.write_table(
            pa.Table.from_pylist(rows, schema=_BESIDE.get(table) or SCHEMAS[table]), folder / "1.parquet"
        )
    return documents
