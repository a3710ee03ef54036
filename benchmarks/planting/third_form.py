"""The third set, in form: codes, names, titles, units, notes, missing tables (公开形式)."""

import random
import re
from collections.abc import Callable

from benchmarks.planting.copies import BETWEEN, TREE, Copy, Planted, Row, pick

CODED = frozenset({"income_summary", "expenditure_summary", "general_public_expenditure"})
ECONOMIC = frozenset({"general_public_basic_by_economic", "fiscal_appropriation_basic_by_economic"})
NAMES = frozenset({"one_code_one_name", "functional_name_standard", "subject_code_known"})
Line = tuple[str, str, int]


def _line(fact: Row) -> Line:
    return fact["table_id"], fact["side"], fact["row_index"]


def _relabel(copy: Copy, row: Row, code: str | None, name: str | None) -> None:
    for fact in [f for f in copy.facts if _line(f) == _line(row)]:
        if code is not None:
            fact["subject_code"] = fact["subject_code_full"] = code
        if name is not None:
            fact["subject_name"] = name
        copy.touched.add(fact["fact_id"])


def _coded(copy: Copy, kinds: frozenset[str], *lengths: int) -> list[Row]:
    return [f for f in copy.facts if f["table_kind"] in kinds and len(f["subject_code"] or "") in lengths
            and f["amount_yuan"] and f["subject_name"]]  # fmt: skip


def code_digits_transposed(copy: Copy, chance: random.Random) -> Planted | None:
    """科目编码两位颠倒; the other tables print it rightly."""
    row = pick(_coded(copy, CODED, 5, 7), chance)
    if row is None:
        return None
    code = row["subject_code"]
    places = [i for i in range(1, len(code) - 1) if code[i] != code[i + 1]]
    place = pick([{"i": i} for i in places], chance)
    elsewhere = any(f["subject_code"] == code and f["table_id"] != row["table_id"] for f in copy.facts)
    if place is None or not elsewhere:
        return None
    i = place["i"]
    _relabel(copy, row, code[:i] + code[i + 1] + code[i] + code[i + 2 :], None)
    return Planted("编码两位颠倒", NAMES | TREE | BETWEEN)


def name_of_line_above(copy: Copy, chance: random.Random) -> Planted | None:
    """科目名称抄自别行: a line carries the name of another line of its table."""
    row = pick(_coded(copy, CODED, 3, 5, 7), chance)
    if row is None:
        return None
    names = [f for f in _coded(copy, CODED, 3, 5, 7)
             if f["table_id"] == row["table_id"] and f["subject_name"] != row["subject_name"]]  # fmt: skip
    other = pick(names, chance)
    if other is None:
        return None
    _relabel(copy, row, None, other["subject_name"])
    return Planted("科目名称抄自别行", NAMES | {"class_names_agree"})


def economic_name_of_other_line(copy: Copy, chance: random.Random) -> Planted | None:
    """经济科目名称抄自别行."""
    rows = _coded(copy, ECONOMIC, 5)
    row = pick(rows, chance)
    if row is None:
        return None
    names = [f for f in rows if f["table_id"] == row["table_id"] and f["subject_name"] != row["subject_name"]]
    other = pick(names, chance)
    if other is None:
        return None
    _relabel(copy, row, None, other["subject_name"])
    return Planted("经济科目名称抄自别行", frozenset({"economic_name_standard", "one_code_one_name"}))


def next_year_in_title(copy: Copy, chance: random.Random) -> Planted | None:
    """表名写成下一年或前年."""
    year = copy.document["fiscal_year"]
    tables = [t for t in copy.tables if f"{year}年" in (t["title"] or "") and t["kind"] != "other"]
    elsewhere = len(tables) > 1 or any(f"{year}年" in p["text"] for p in copy.paragraphs)
    table = pick(tables, chance) if elsewhere else None
    if table is None:
        return None
    table["title"] = table["title"].replace(f"{year}年", f"{year + chance.choice([1, -2])}年")
    copy.touched.add(table["table_id"])
    return Planted("表名年度错误", frozenset({"year_in_title"}))


def other_table_missing(copy: Copy, chance: random.Random) -> Planted | None:
    """缺表: another of the tables that the law asks for."""
    kinds = {"fiscal_appropriation_summary", "general_public_basic_by_economic", "gov_fund_expenditure",
             "income_expenditure_summary"}  # fmt: skip
    table = pick([t for t in copy.tables if t["kind"] in kinds], chance)
    if table is None or sum(t["kind"] == table["kind"] for t in copy.tables) != 1:
        return None
    copy.tables.remove(table)
    copy.facts[:] = [f for f in copy.facts if f["table_id"] != table["table_id"]]
    return Planted(f"缺少{table['kind']}", frozenset({"mandated_tables"}))


def note_of_empty_table(copy: Copy, chance: random.Random) -> Planted | None:
    """空表说明与内容矛盾: the note of an empty table stands below a table with amounts."""
    tables = [t for t in copy.tables if not t["is_empty"] and any(
        f["table_id"] == t["table_id"] and f["amount_yuan"] for f in copy.facts)]  # fmt: skip
    table = pick(tables, chance)
    if table is None or table["kind"] in ("other", "project_performance_target"):
        return None
    table["empty_statement"] = chance.choice(["注：本表为空表", "本单位无此项支出，故本表无数据"])
    copy.touched.add(table["table_id"])
    return Planted("有数据的表注明空表", frozenset({"empty_note_contradicted"}))


def note_forgotten(copy: Copy, chance: random.Random) -> Planted | None:
    """空表漏附说明."""
    table = pick([t for t in copy.tables if t["is_empty"] and t["empty_statement"]], chance)
    if table is None:
        return None
    table["empty_statement"], table["notes"] = None, []
    copy.touched.add(table["table_id"])
    return Planted("空表未附说明", frozenset({"empty_table_unexplained"}))


def year_of_heading(copy: Copy, chance: random.Random) -> Planted | None:
    """标题年度错: a heading of the narrative names last year."""
    year = str(copy.document["fiscal_year"])
    headings = [
        p for p in copy.paragraphs
        if (p["level"] or 9) <= 2 and len(p["text"]) < 40
        and re.search(rf"{year}年.{{0,12}}(预算|决算)", p["text"])
        and not re.search(r"20\d\d|。|元", p["text"].replace(year, ""))
    ]  # fmt: skip
    heading = pick(headings, chance)
    if heading is None:
        return None
    heading["text"] = heading["text"].replace(year, str(int(year) - 1))
    copy.touched.add(f"paragraph {heading['paragraph_no']}")
    return Planted("标题年度未更新", frozenset({"year_in_heading"}))


def line_of_other_body(copy: Copy, chance: random.Random) -> Planted | None:
    """编制单位写成别的单位."""
    name = copy.document["entity_name"] or ""
    table = pick([t for t in copy.tables if name and name in (t["entity_line"] or "")], chance)
    if table is None or re.search("信访", name):
        return None
    city = re.match(r".{2,6}?[省市区]", name)
    other = (city[0] if city else "") + "信访局"
    table["entity_line"] = table["entity_line"].replace(name, other)
    copy.touched.add(table["table_id"])
    return Planted("编制单位是别的单位", frozenset({"body_in_table"}))


def placeholder_in_paragraph(copy: Copy, chance: random.Random) -> Planted | None:
    """段落留有模板字样."""
    paragraph = pick([p for p in copy.paragraphs if p["part"] == "narrative" and len(p["text"]) > 30], chance)
    if paragraph is None:
        return None
    left = chance.choice(["××局本年无其他需要说明的事项。", "主要原因是XXX。", "（此处填写变动原因）"])
    paragraph["text"] += left
    copy.touched.add(f"paragraph {paragraph['paragraph_no']}")
    return Planted(f"模板残留{left}", frozenset({"template_leftovers"}))


def total_left_blank(copy: Copy, chance: random.Random) -> Planted | None:
    """总计漏填: a grand total of a summary is blank."""
    facts = [
        f for f in copy.facts
        if f["table_kind"] in ("income_expenditure_summary", "fiscal_appropriation_summary")
        and f["row_role"] == "total" and f["amount_yuan"]
        and f["column_id"] in ("income_amount", "expenditure_amount")
    ]  # fmt: skip
    fact = pick(facts, chance)
    if fact is None:
        return None
    copy.facts.remove(fact)
    copy.touched.add(fact["table_id"])
    return Planted("总计漏填", frozenset({"grand_total_printed", "summary_balance", "fiscal_balance"}))


def three_public_row_wrong(copy: Copy, chance: random.Random) -> Planted | None:
    """“三公”表一项打错: an item, other than by sum right; the table's own sum proves it."""
    parts = {"abroad", "reception", "vehicle_purchase", "vehicle_operation"}
    rows: dict[Line, dict[str, Row]] = {}
    for fact in copy.facts:
        if fact["table_kind"] == "three_public_expenses" and fact["amount_yuan"]:
            rows.setdefault(_line(fact), {})[fact["column_id"]] = fact
    whole = [r for r in rows.values() if "three_public_total" in r and sum(
        r[c]["amount_yuan"] for c in parts & r.keys()) == r["three_public_total"]["amount_yuan"]]  # fmt: skip
    if not whole or len(whole) != 1:
        return None
    fact = whole[0][chance.choice(sorted(parts & whole[0].keys()))]
    fact["amount_yuan"] *= chance.choice([10, 2])
    fact["amount_printed"] = str(fact["amount_yuan"] / 10000)
    copy.touched.add(fact["fact_id"])
    return Planted("“三公”一项打错", frozenset({"three_public_total", "three_public_vehicles"}))


FORM: tuple[Callable[[Copy, random.Random], Planted | None], ...] = (
    code_digits_transposed, name_of_line_above, economic_name_of_other_line, next_year_in_title,
    other_table_missing, note_of_empty_table, note_forgotten, year_of_heading, line_of_other_body,
    placeholder_in_paragraph, total_left_blank, three_public_row_wrong,
)  # fmt: skip
