"""Paragraphs outside tables: glossary told apart, contacts left out, pages kept."""

from pipelines.recognise.paragraphs import paragraphs_of
from tests.support.prose import prose_pages

NARRATIVE = """
二、2026年部门预算情况说明
本年收入预算9.00万元，与上年持平。
联系人：某某，联系电话：0510-00000000
"""
CONTENTS = """
目录
一、收支总表…………………4
二、收入总表.........5
"""
GLOSSARY = """
三、名词解释
（一）“三公”经费：是指市级部门用财政拨款安排的费用。
"""


def test_narrative_and_glossary_are_told_apart() -> None:
    found = paragraphs_of(prose_pages(NARRATIVE, GLOSSARY))
    parts = {paragraph.text: (paragraph.part, paragraph.page) for paragraph in found}
    assert parts["二、2026年部门预算情况说明"] == ("narrative", 1)
    definition = next(text for text in parts if "三公" in text)
    assert parts[definition] == ("glossary", 2)


def test_lines_that_name_people_to_contact_are_left_out() -> None:
    assert not any("联系" in paragraph.text for paragraph in paragraphs_of(prose_pages(NARRATIVE)))


def test_headings_keep_their_level() -> None:
    levels = {paragraph.text[:2]: paragraph.level for paragraph in paragraphs_of(prose_pages(NARRATIVE))}
    assert levels["二、"] == 1


def test_lines_of_the_contents_are_kept_without_leaders_and_page_numbers() -> None:
    found = paragraphs_of(prose_pages(CONTENTS, NARRATIVE))
    assert [p.text for p in found if p.part == "contents"] == ["一、收支总表", "二、收入总表"]
