"""Night after night: what is said, to whom, once."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.alert.config import AlertConfig, ConfigError, load_config
from pipelines.alert.lifecycle import NotAllowedError, UnknownFindingError, acknowledge, assign, waive
from pipelines.alert.notify import NotifySummary, Trouble, notify, operator_alert, send_due
from pipelines.alert.store import Store
from tests.support.post_office import Refusal, SmtpServer, WebhookServer
from tests.support.warehouse_fixture import City, Finding

NOW = datetime(2024, 3, 5, 2, 30, tzinfo=UTC)
SETTINGS = {
    "channels": [
        {"name": "mail", "url_env": "TEST_ALERT_MAIL"},
        {"name": "hook", "url_env": "TEST_ALERT_HOOK"},
        {"name": "operator", "url_env": "TEST_ALERT_OPERATOR", "audience": "operator"},
    ],
    "routes": [
        {"channels": ["mail"], "when": "immediate", "severities": ["error"]},
        {"channels": ["mail", "hook"], "when": "digest"},
    ],
    "delivery": {"attempts": 2, "first_wait_seconds": 0, "longest_wait_seconds": 0},
}


@pytest.fixture
def config() -> AlertConfig:
    return AlertConfig.model_validate(SETTINGS)


class Office:
    """The city, the store and both servers."""

    def __init__(self, folder: Path, smtp: SmtpServer, hook: WebhookServer, config: AlertConfig) -> None:
        self.city = City(folder / "build.db")
        self.store = folder / "alerts.sqlite"
        self.smtp, self.hook, self.config = smtp, hook, config
        self.now = NOW

    def night(self) -> NotifySummary:
        self.now += timedelta(days=1)
        return notify(self.city.build(), self.store, self.config, night=f"{self.now:%Y-%m-%d}", now=self.now)

    def states(self) -> dict[str, str]:
        with Store(self.store) as store:
            return {row["finding_id"]: row["state"] for row in store.rows("SELECT * FROM findings")}


@pytest.fixture
def office(tmp_path: Path, config: AlertConfig, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    with SmtpServer() as smtp, WebhookServer() as hook:
        monkeypatch.setenv("TEST_ALERT_MAIL", smtp.url())
        monkeypatch.setenv("TEST_ALERT_HOOK", hook.url)
        yield Office(tmp_path, smtp, hook, config)


def test_the_second_night_says_only_what_is_new(office: Office) -> None:
    office.city.findings = [Finding(1), Finding(2), Finding(3, "doc-1", severity="warning")]
    first = office.night()
    assert (first.new, first.messages, first.sent, first.failed) == (3, 3, 3, 0)
    assert len(office.smtp.box.mails) == 2 and len(office.hook.posts) == 1
    assert office.hook.posts[0]["findings"] == ["f00001", "f00002", "f00003"]
    assert office.hook.posts[0]["message_id"] == office.hook.keys[0]
    assert set(office.states().values()) == {"notified"}

    second = office.night()
    assert (second.new, second.unchanged, second.messages) == (0, 3, 0)
    office.city.findings.append(Finding(4, "doc-2"))
    assert office.night().messages == 2
    told = [post["findings"] for post in office.hook.posts]
    assert told[1:] == [["f00004"]]


def test_a_mail_says_who_what_by_how_much_and_where(office: Office) -> None:
    office.city.findings = [Finding(1, actual=Decimal("1050.00"))]
    office.night()
    mail = office.smtp.box.mails[0]
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    page = mail.get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert str(mail["Subject"]) == "【明账】样例市第0局 2024年部门预算：发现 1 处数字矛盾"
    for words in (text, page):
        assert "《收支总表》第1页" in words and "相差 50.00 元" in words and "http://127.0.0.1/0.pdf" in words
    assert str(mail["Message-ID"]).endswith("@bureau.example>")


def test_what_a_disclosure_wrote_cannot_become_markup(office: Office) -> None:
    office.city.findings = [Finding(1)]
    build = office.city.build()
    import duckdb

    with duckdb.connect(str(build)) as connection:
        connection.execute("UPDATE fct_findings SET message = '<script>alert(1)</script>'")
        connection.execute("UPDATE dim_document SET url = 'javascript:alert(1)'")
    notify(build, office.store, office.config, night="n", now=NOW)
    page = office.smtp.box.mails[0].get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert "<script>" not in page and "&lt;script&gt;" in page and 'href="javascript' not in page


def test_a_corrected_disclosure_is_told_and_a_relapse_is_news(office: Office) -> None:
    office.city.findings = [Finding(1)]
    office.night()
    office.city.findings, office.city.passed = [], [("totals_agree", "doc-0")]
    corrected = office.night()
    assert corrected.resolved == 1 and office.states() == {"f00001": "resolved"}
    assert "已更正 1 项" in str(office.smtp.box.mails[-1]["Subject"])
    assert office.night().messages == 0
    office.city.findings = [Finding(1)]
    relapse = office.night()
    assert relapse.reopened == 1 and office.states() == {"f00001": "notified"}
    assert "再次发现" in str(office.smtp.box.mails[-1]["Subject"])


def test_what_was_not_checked_tonight_stays_open(office: Office) -> None:
    office.city.findings = [Finding(1)]
    office.night()
    office.city.findings, office.city.passed = [], []
    assert office.night().resolved == 0
    assert office.states() == {"f00001": "notified"}


def test_explained_is_never_heard_of_again_until_its_figures_change(office: Office) -> None:
    office.city.findings = [Finding(1)]
    office.night()
    with Store(office.store) as store:
        waive(store, "f0000", "王", "口径差异，已核实")
    assert office.night().messages == 0
    office.city.findings = [Finding(1, actual=Decimal("1060.00"))]
    assert office.night().reopened == 1
    with Store(office.store) as store:
        log = [(row["from_state"], row["to_state"], row["actor"], row["reason"]) for row in store.rows(
            "SELECT * FROM changes WHERE finding_id = 'f00001' ORDER BY change_id")]  # fmt: skip
    assert [step[1] for step in log] == ["new", "notified", "waived", "reopened", "notified"]
    assert log[2] == ("notified", "waived", "王", "口径差异，已核实") and log[3][3] == "数字有变"


def test_an_explanation_ends_on_its_day(office: Office) -> None:
    office.city.findings = [Finding(1)]
    office.night()
    with Store(office.store) as store:
        waive(store, "f00001", "王", "更正中", until=date(2024, 3, 7))
        assign(store, "f00001", "李", "王")
    assert [office.night().reopened for _ in range(3)] == [0, 1, 0]


def test_hands_cannot_do_what_makes_no_sense(office: Office) -> None:
    office.city.findings = [Finding(1), Finding(2)]
    office.night()
    with Store(office.store) as store:
        with pytest.raises(NotAllowedError, match="理由"):
            waive(store, "f00001", "王", "  ")
        with pytest.raises(UnknownFindingError, match="不唯一"):
            acknowledge(store, "f", "王")
        with pytest.raises(UnknownFindingError):
            acknowledge(store, "nothing", "王")
    office.city.findings, office.city.passed = [], [("totals_agree", "doc-0")]
    office.night()
    with Store(office.store) as store, pytest.raises(NotAllowedError, match="已更正"):
        acknowledge(store, "f00001", "王")


def test_a_storm_is_said_once_as_what_it_is(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEST_ALERT_OPERATOR", office.hook.url)
    office.city.documents = 20
    office.city.findings = [Finding(n, f"doc-{n % 20}") for n in range(200)] + [
        Finding(900, rule="another_rule")
    ]
    summary = office.night()
    assert summary.storms == 2 and summary.failed == 0
    subjects = [str(mail["Subject"]) for mail in office.smtp.box.mails]
    assert sorted(subjects)[1].startswith("【明账】样例市第0局") and len(subjects) == 2
    assert sorted(subjects)[0].startswith("【明账】同类问题集中出现")
    assert [post["kind"] for post in office.hook.posts].count("operator") == 1
    assert office.night().messages == 0


def test_a_layout_that_breaks_is_one_storm_whatever_the_rules(office: Office) -> None:
    office.city.documents = 20
    office.night()
    office.city.findings = [Finding(n, f"doc-{n % 18}", rule=f"rule_{n % 9}") for n in range(180)]
    assert office.night().storms == 2  # one of the layout on each channel, none of a rule
    storm = next(post for post in office.hook.posts if post["kind"] == "storm")
    assert "20 份文件中有 18 份" in storm["message"] and "读取故障" in storm["message"]
    assert office.night().messages == 0


def test_many_findings_in_some_documents_of_a_layout_are_no_storm(office: Office) -> None:
    office.city.documents = 40
    office.city.findings = [Finding(n, f"doc-{n % 18}", rule=f"rule_{n % 9}") for n in range(180)]
    assert office.night().storms == 0


def test_quiet_hours_hold_messages_back(office: Office) -> None:
    office.config = AlertConfig.model_validate(
        {**SETTINGS, "quiet_hours": {"start": "22:00", "end": "08:00"}}
    )
    office.now = datetime(2024, 3, 4, 18, 30, tzinfo=UTC)
    office.city.findings = [Finding(1)]
    summary = office.night()
    assert (summary.sent, summary.waiting) == (0, 2) and office.states() == {"f00001": "new"}
    night, morning = datetime(2024, 3, 6, 18, 30, tzinfo=UTC), datetime(2024, 3, 6, 0, 1, tzinfo=UTC)
    assert send_due(office.store, office.config, now=night).sent == 0
    assert send_due(office.store, office.config, now=morning).sent == 2
    assert office.states() == {"f00001": "notified"}


def test_a_refusing_server_is_visible_and_tried_again(office: Office) -> None:
    office.smtp.box.refusal = Refusal(share=1.0)
    office.city.findings = [Finding(1)]
    summary = office.night()
    assert summary.failed == 1 and summary.sent == 1
    assert list(summary.errors.values()) == ["邮件未被接收：1 个收件人"]
    office.smtp.box.refusal = Refusal(share=0.0)
    later = office.night()
    assert (later.messages, later.sent) == (0, 1) and len(office.smtp.box.mails) == 1


def test_a_channel_without_address_waits_and_says_so(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TEST_ALERT_MAIL")
    office.city.findings = [Finding(1)]
    summary = office.night()
    assert "TEST_ALERT_MAIL" in next(iter(summary.errors.values())) and summary.waiting == 1
    monkeypatch.setenv("TEST_ALERT_MAIL", office.smtp.url("a@bureau.example", "b@bureau.example"))
    office.night()
    assert [mail["X-Recipient"] for mail in office.smtp.box.mails] == ["a@bureau.example", "b@bureau.example"]


def test_the_operator_hears_of_trouble_once_and_the_bureau_never(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEST_ALERT_OPERATOR", office.smtp.url("operator@bureau.example"))
    for _ in range(2):
        operator_alert(
            office.store,
            office.config,
            Trouble.BLOCKED_SITE,
            ["返回 403"],
            key="样例市政府",
            night="2024-03-05",
            now=NOW,
        )
    assert [str(mail["Subject"]) for mail in office.smtp.box.mails] == [
        "【明账运维】网站拒绝访问：样例市政府"
    ]
    assert office.hook.posts == []


def test_the_weekly_summary_comes_once_a_week(office: Office) -> None:
    office.config = AlertConfig.model_validate({**SETTINGS, "weekly": {"weekday": 1, "channels": ["hook"]}})
    office.city.findings = [Finding(1)]
    for _ in range(14):
        office.night()
    assert [post["kind"] for post in office.hook.posts] == ["digest", "weekly", "weekly"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("channels: [", "YAML"),
        ("routes: [{channels: [nobody]}]", "nobody"),
        ("chanels: []", "chanels"),
        ("channels: [{name: a, url_env: lower}]", "url_env"),
        ("channels: [{name: o, url_env: O, audience: operator}]\nroutes: [{channels: [o]}]", "运维渠道"),
    ],
)
def test_a_wrong_configuration_is_explained(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "alerts.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=words):
        load_config(path)
