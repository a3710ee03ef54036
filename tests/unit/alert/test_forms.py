"""The forms of a message keep the channels' limits and lose nothing without saying so."""

import pytest

from pipelines.alert.channels import CHAT_BYTES, DeliveryError, Outgoing, send
from pipelines.alert.forms import chat_parts, html, plain_text
from pipelines.alert.message import Content, Group, Item, grouped, message_id, pictures_of
from pipelines.alert.reported import Finding
from tests.unit.alert.test_alert_nights import NOW


def content(count: int, length: int = 60) -> Content:
    items = [Item(f"f{number:04}", "error", "金额不符" * (length // 4)) for number in range(count)]
    return Content(
        "【明账】标题", ["开头"], [Group("某局 2024年部门预算", "http://127.0.0.1/a.pdf", items)], ["结尾"]
    )


@pytest.mark.parametrize("budget", sorted(set(CHAT_BYTES.values())))
@pytest.mark.parametrize("count", [1, 7, 30, 500])
@pytest.mark.parametrize("length", [8, 60, 4000])
def test_parts_keep_the_limit_in_bytes_and_count_what_is_left_out(
    budget: int, count: int, length: int
) -> None:
    parts = chat_parts(content(count, length), budget)
    assert len(parts) <= 3 and all(len(part.encode()) <= budget for part in parts)
    text = "\n".join(parts)
    shown = text.count("（f0") + sum(line.endswith("…") for line in text.splitlines())
    left = int(text.split("另有 ")[1].split(" 项")[0]) if "另有 " in text else 0
    assert shown + left == count


def test_a_long_mail_counts_what_it_leaves_out() -> None:
    long = content(1000)
    assert "另有 600 项" in plain_text(long) and "另有 600 项" in html(long, set())


def test_content_survives_the_outbox() -> None:
    assert Content.loaded(content(3).dumped()) == content(3)


def test_the_same_words_have_the_same_identifier() -> None:
    assert message_id("digest", "mail", ["b", "a"]) == message_id("digest", "mail", ["a", "b"])
    assert message_id("digest", "mail", ["a"]) != message_id("digest", "hook", ["a"])


@pytest.mark.parametrize(
    "url", ["nonsense", "json://127.0.0.1:1/closed", "mailto://127.0.0.1:1/?to=a@b.c&mode=insecure"]
)
def test_what_cannot_be_reached_is_an_error_without_secrets(url: str) -> None:
    with pytest.raises(DeliveryError) as error:
        send(url, Outgoing("id", "digest", content(1), frozenset(), lambda piece: None), NOW)
    assert "127.0.0.1" not in str(error.value)


def evident(number: int, page: int) -> Finding:
    box = {"page": page, "x0": 1.0 * number, "top": 2.0, "x1": 30.0, "bottom": 4.0}
    return Finding(
        f"f{number}", {"path": "a.pdf", "evidence": [box], "severity": "error", "document_id": "d"}
    )


def test_one_picture_a_page_with_the_boxes_of_all_findings_on_it() -> None:
    pictures = pictures_of([evident(1, 7), evident(2, 7), evident(3, 8), evident(2, 7)])
    assert [(picture.page, len(picture.boxes)) for picture in pictures] == [(7, 2), (8, 1)]


def test_findings_link_to_the_board() -> None:
    linked = content(1)
    linked.board = "http://127.0.0.1:8787/"
    assert 'href="http://127.0.0.1:8787/finding/f0000"' in html(linked, set())
    assert "/finding/" not in html(content(1), set())
    assert Content.loaded(linked.dumped()) == linked
    text = plain_text(linked)
    assert "http://127.0.0.1:8787/finding/f0000\n" in text and "http://127.0.0.1/a.pdf" in text


def test_what_is_gravest_comes_first() -> None:
    facts = [("note", "甲局"), ("warning", "乙局"), ("note", "丙局"), ("error", "丙局")]
    findings = [
        Finding(f"f{number}", {"severity": severity, "entity_name": name, "document_id": name})
        for number, (severity, name) in enumerate(facts)
    ]
    groups = grouped(findings)
    assert [group.title[:2] for group in groups] == ["丙局", "乙局", "甲局"]
    assert [item.severity for item in groups[0].items] == ["error", "note"]
