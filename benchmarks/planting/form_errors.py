"""Errors of form: titles, names, codes, missing and falsely empty tables (公开形式)."""

import random

from benchmarks.planting.copies import STATEMENTS, Copy, Planted, pick, statement_facts

CLASS_NAMES = ("外交支出", "国防支出", "粮油物资储备支出", "援助其他地区支出")
OTHER_NAME = "森林草原防灾减灾"


def wrong_year_in_title(copy: Copy, chance: random.Random) -> Planted | None:
    """表名年度错: of several titles with a year; the only one leaves open which year the document is of."""
    year = str(copy.document["fiscal_year"])
    dated = [t for t in copy.tables if f"{year}年" in (t["title"] or "")]
    table = pick(dated, chance)
    if table is None or len(dated) < 3:
        return None
    table["title"] = table["title"].replace(year, str(int(year) - 1))
    copy.touched.add(table["table_id"])
    return Planted("表名年度未更新", frozenset({"year_in_title"}))


def class_renamed(copy: Copy, chance: random.Random) -> Planted | None:
    """科目名称张冠李戴: an amount under another class in the summary."""
    names = {fact["subject_name"] for fact in copy.facts if fact["table_kind"] == "expenditure_summary"}
    rows = [
        fact
        for fact in statement_facts(copy, frozenset({"income_expenditure_summary"}), 1000)
        if fact["side"] == "right" and fact["subject_name"].partition("、")[2] in names
    ]
    row = pick(rows, chance)
    if row is None:
        return None
    ordinal = row["subject_name"].split("、")[0]
    new = chance.choice([name for name in CLASS_NAMES if name not in names])
    line = (row["table_id"], "right", row["row_index"])
    for fact in copy.facts:
        if (fact["table_id"], fact["side"], fact["row_index"]) == line:
            fact["subject_name"] = f"{ordinal}、{new}"
            copy.touched.add(fact["fact_id"])
    return Planted("收支总表类级科目名称错误", frozenset({"class_names_agree", "classes_agree"}))


def code_wrong(copy: Copy, chance: random.Random) -> Planted | None:
    """科目编码错: a class that does not exist."""
    facts = [
        f
        for f in statement_facts(copy, frozenset({"expenditure_summary", "general_public_expenditure"}))
        if len(f["subject_code"] or "") == 7
    ]
    row = pick(facts, chance)
    if row is None:
        return None
    for fact in copy.facts:
        if (fact["table_id"], fact["row_index"]) == (row["table_id"], row["row_index"]):
            fact["subject_code"] = fact["subject_code_full"] = "9" + row["subject_code"][1:]
            copy.touched.add(fact["fact_id"])
    return Planted("科目编码错误", frozenset({"subject_code_known"}))


def name_of_other_code(copy: Copy, chance: random.Random) -> Planted | None:
    """编码与名称不符: a subject printed under another subject's name."""
    facts = [f for f in statement_facts(copy, frozenset({"general_public_expenditure"})) if f["subject_code"]]
    row = pick([f for f in facts if len(f["subject_code"]) == 7], chance)
    if row is None:
        return None
    for fact in copy.facts:
        if (fact["table_id"], fact["row_index"]) == (row["table_id"], row["row_index"]):
            fact["subject_name"] = (
                "森林草原防灾减灾" if row["subject_name"] != "森林草原防灾减灾" else "水利工程建设"
            )
            copy.touched.add(fact["fact_id"])
    return Planted("科目名称与编码不符", frozenset({"one_code_one_name", "functional_name_standard"}))


def table_missing(copy: Copy, chance: random.Random) -> Planted | None:
    """缺表."""
    kinds = {"income_summary", "expenditure_summary", "general_public_expenditure", "three_public_expenses"}
    table = pick([t for t in copy.tables if t["kind"] in kinds], chance)
    if table is None or sum(t["kind"] == table["kind"] for t in copy.tables) != 1:
        return None
    copy.tables.remove(table)
    copy.facts[:] = [f for f in copy.facts if f["table_id"] != table["table_id"]]
    return Planted("缺少应公开的表", frozenset({"mandated_tables"}))


def false_empty_note(copy: Copy, chance: random.Random) -> Planted | None:
    """有数据的表注明空表."""
    table = pick([t for t in copy.tables if t["kind"] in STATEMENTS and not t["is_empty"]], chance)
    if table is None:
        return None
    table["empty_statement"] = "本表无数据"
    copy.touched.add(table["table_id"])
    return Planted("有数据的表注明空表", frozenset({"empty_note_contradicted"}))
