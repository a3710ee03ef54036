"""The verbs of `mingzhang findings`, as typed."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipelines.alert.commands import app
from pipelines.alert.config import AlertConfig
from pipelines.alert.notify import notify
from pipelines.alert.place import STORE_NAME
from tests.support.post_office import WebhookServer
from tests.support.warehouse_fixture import City, Finding

CONFIG = AlertConfig.model_validate(
    {"channels": [{"name": "mail", "url_env": "TEST_UNSET_CHANNEL"}], "routes": [{"channels": ["mail"]}]}
)


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    city = City(
        tmp_path / "build.db", [Finding(1), Finding(2, "doc-1", severity="warning"), Finding(12, "doc-2")]
    )
    notify(city.build(), tmp_path / "state" / STORE_NAME, CONFIG, night="2024-03-05")
    return tmp_path


def run(warehouse: Path, *words: str) -> tuple[int, str]:
    result = CliRunner(env={"COLUMNS": "200"}).invoke(app, [*words, "--warehouse", str(warehouse)])
    return result.exit_code, result.output


def test_list_shows_errors_first_and_filters(warehouse: Path) -> None:
    code, text = run(warehouse, "list")
    assert code == 0 and "共 3 项" in text and text.index("f00012") < text.index("f00002")
    assert "样例市第0局 2024年部门预算" in text and "新发现" in text
    assert "共 1 项" in run(warehouse, "list", "--severity", "warning")[1]
    assert "共 1 项" in run(warehouse, "list", "--department", "*第2局")[1]
    found = json.loads(run(warehouse, "list", "--rule", "totals_agree", "--json")[1])
    assert [item["finding_id"] for item in found] == ["f00001", "f00012", "f00002"]
    assert found[0]["difference"] == "50.000000"


def test_a_finding_is_settled_by_hand_and_remembers_it(warehouse: Path) -> None:
    assert run(warehouse, "ack", "f00001", "f00002", "--by", "王", "--note", "已联系")[0] == 0
    assert run(warehouse, "assign", "f00001", "--to", "李", "--by", "王")[0] == 0
    code, text = run(
        warehouse, "waive", "f00012", "--reason", "口径不同", "--until", "2030-12-31", "--by", "王"
    )
    assert code == 0 and "已说明，至 2030-12-31" in text
    assert "共 2 项" in run(warehouse, "list")[1]
    shown = run(warehouse, "show", "f00012")[1]
    assert "口径不同，至 2030-12-31" in shown and "第1页 收支总表 合计，金额：1050.00" in shown
    assert "环境变量 TEST_UNSET_CHANNEL 未设置" in shown
    assert "指派给 李" in run(warehouse, "show", "f00001")[1]


def test_mistakes_are_one_line_and_code_two(warehouse: Path, tmp_path: Path) -> None:
    code, text = run(warehouse, "ack", "f000", "--by", "王")
    assert code == 2 and "不唯一" in text and "Traceback" not in text
    code, text = run(warehouse, "show", "zzz")
    assert code == 2 and "没有编号为 zzz 的问题" in text
    code, text = run(tmp_path / "else" / "where", "list")
    assert code == 2 and "还没有问题台账" in text


def test_what_waits_is_sent_by_hand(warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = tmp_path / "alerts.yml"
    config.write_text("channels: [{name: mail, url_env: TEST_UNSET_CHANNEL}]", encoding="utf-8")
    with WebhookServer() as hook:
        monkeypatch.setenv("TEST_UNSET_CHANNEL", hook.url)
        assert run(warehouse, "send", "--config", str(config)) == (0, "已发送 1，待发 0，未送达 0\n")
        assert len(hook.posts) == 1
    assert run(warehouse, "send", "--config", str(tmp_path / "none.yml"))[0] == 2


def test_what_was_not_delivered_is_listed_with_its_reason(warehouse: Path) -> None:
    text = run(warehouse, "messages")[1]
    assert "待发" in text and "TEST_UNSET_CHANNEL" in text
