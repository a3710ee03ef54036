"""What the demo prints, in Chinese: what came, what is missing, what contradicts itself, who was told."""

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipelines.acquire.words import counts_text
from pipelines.alert.notify import NotifySummary
from pipelines.domain.finding import SEVERITY_NAMES
from pipelines.orchestrate.nightly import Night
from pipelines.orchestrate.places import Places
from pipelines.serve.query import Session

_KINDS = {"budget": "预算", "final": "决算"}
_SHOWN = 12

_UNITS = """
SELECT count(DISTINCT unit_id) AS units, count(*) AS due,
    count(*) FILTER (status NOT IN ('missing', 'unreadable')) AS found
FROM fct_disclosure_coverage WHERE is_expected"""
_ABSENT = """
SELECT unit_name, fiscal_year, doc_kind, status FROM fct_disclosure_coverage
WHERE is_expected AND status IN ('missing', 'unreadable') ORDER BY fiscal_year DESC, unit_code"""
_CAME = """
SELECT coalesce(link_text, entity_name) AS title, version > 1 AS is_corrected FROM dim_document
WHERE first_seen_night = '{night}' ORDER BY 2, 1"""
_READ = """
SELECT (SELECT count(*) FROM dim_document WHERE is_current) AS documents,
    (SELECT sum(page_count) FROM dim_document) AS pages,
    (SELECT count(*) FROM dim_table) AS tables,
    (SELECT count(*) FROM fct_printed_amount) AS amounts,
    (SELECT count(*) FROM fct_narrative_figures) AS figures,
    (SELECT sum(money_tokens) FROM dim_document) AS numbers,
    (SELECT sum(money_tokens_claimed) FROM dim_document) AS claimed"""
_FINDINGS = """
SELECT finding_id, entity_name, fiscal_year, doc_kind, severity, rule_name, pages, message
FROM fct_findings ORDER BY severity, fiscal_year DESC, entity_name, rule_id, subject"""
_PROBLEMS = """
SELECT coalesce(d.link_text, d.entity_name, d.path) AS document, p.severity, first(p.message) AS message,
    count(*) AS pages
FROM fct_problem AS p JOIN dim_document AS d USING (document_id)
GROUP BY ALL ORDER BY 1, 2"""

QUERIES = (
    (
        "各单位三年的预算总额（万元）",
        "SELECT unit_name, fiscal_year, max(amount_yuan)/10000 AS wan FROM fct_key_figures "
        "JOIN dim_unit USING (unit_id) WHERE figure_id = 'total_expenditure' AND doc_kind = 'budget' "
        "AND is_current GROUP BY ALL ORDER BY 1, 2",
    ),
    (
        "2024年“三公”经费最多的五个单位（万元）",
        "SELECT unit_name, max(amount_yuan)/10000 AS wan FROM fct_key_figures JOIN dim_unit USING (unit_id) "
        "WHERE figure_id = 'three_public_total' AND fiscal_year = 2024 AND is_current "
        "GROUP BY ALL ORDER BY 2 DESC LIMIT 5",
    ),
    (
        "哪些地方自相矛盾，在第几页",
        "SELECT entity_name, fiscal_year, pages, message FROM fct_findings WHERE severity = 'error' "
        "ORDER BY 1, 2",
    ),
)


@dataclass(frozen=True, slots=True)
class Told:
    """What arrived at the demo's post office in a night."""

    mails: Sequence[EmailMessage]
    posts: Sequence[dict[str, Any]]


class Report:
    """The demo's terminal: remembers what the night before showed, so that the next says what changed."""

    def __init__(self, console: Console, places: Places) -> None:
        self._console, self._places = console, places
        self._before: dict[str, dict[str, Any]] = {}

    def beginning(self, gateway: str) -> None:
        """What is about to happen."""
        self._say("[bold]明账演示[/]：样例市（虚构）的公开网站和一份真实公开的重排版，在本机架起，连跑两夜。")
        self._say(f"网站在 {gateway} ，只用本机；流程：采集 → 读取 → 建模 → 核对 → 发布 → 告警\n")

    def night(self, number: int, night: str, result: Night, told: Told, seconds: float) -> None:
        """One night's report."""
        self._console.rule(f"[bold]第{'一二'[number - 1]}夜 {night}[/]（{seconds:.0f}秒）", align="left")
        with Session(self._places.published) as session:
            came = _rows(session, _CAME.format(night=night)) if number > 1 else []
            self._crawl(result, came)
            self._read(result, _rows(session, _READ)[0])
            self._units(_rows(session, _UNITS)[0], _rows(session, _ABSENT))
            self._findings(_rows(session, _FINDINGS), result.alerts)
            self._problems(_rows(session, _PROBLEMS) if number == 1 else [])
        self._told(told, number)
        self._console.print()

    def _say(self, words: str) -> None:
        self._console.print(words, soft_wrap=True)

    def _crawl(self, result: Night, came: list[dict[str, Any]]) -> None:
        crawled = result.crawled
        if crawled is None:
            self._say(f"[red]采集　未完成：{escape(result.crawl_error or '')}[/]")
            return
        self._say(
            f"[bold]采集[/]　{len(crawled.sources)}个站点，{crawled.requests}次请求；"
            f"文件：{counts_text(crawled.documents)}"
        )
        for document in came:
            word = "同一网址更正" if document["is_corrected"] else "新公开"
            self._say(f"　　　{word}：{escape(document['title'])}")

    def _read(self, result: Night, read: dict[str, Any]) -> None:
        share = (read["claimed"] or 0) / read["numbers"] if read["numbers"] else 0
        self._say(
            f"[bold]读取[/]　今夜新读{result.read.read}份、{result.read.pages}页，"
            f"未变{result.read.unchanged}份；仓库现有{read['documents']}份、{read['tables']:,}张表、"
            f"表内金额{read['amounts']:,}个（表页数字归入{share:.2%}）、"
            f"说明文字中的数字{read['figures']:,}个"
        )

    def _units(self, units: dict[str, Any], absent: list[dict[str, Any]]) -> None:
        self._say(f"[bold]名录[/]　应公开单位{units['units']}个、{units['due']}项，已公开{units['found']}项")
        for status, word in (("missing", "未见公开"), ("unreadable", "已公开但无法读取")):
            named = [x for x in absent if x["status"] == status]
            titles = "、".join(f"{x['unit_name']}{x['fiscal_year']}年{_KINDS[x['doc_kind']]}" for x in named)
            if named:
                self._say(f"　　　[yellow]{word}{len(named)}项：{escape(titles)}[/]")

    def _findings(self, findings: list[dict[str, Any]], alerts: NotifySummary) -> None:
        counted = Counter(x["severity"] for x in findings)
        numbers = "、".join(f"{SEVERITY_NAMES[key]}{counted[key]}" for key in SEVERITY_NAMES if counted[key])
        moved = f"新{alerts.new}、再现{alerts.reopened}、已消除{alerts.resolved}、仍在{alerts.unchanged}"
        self._say(f"[bold]问题[/]　{len(findings)}条（{numbers or '无'}）；与上一夜比：{moved}")
        errors = {x["finding_id"]: x for x in findings if x["severity"] != "note"}
        fresh = [x for identifier, x in errors.items() if identifier not in self._before]
        for x in fresh[:_SHOWN]:
            self._say(f"　　　[red]●[/] [bold]{_title(x)}[/]　{escape(x['rule_name'])}")
            self._say(f"　　　　 {escape(x['message'])}")
        if len(fresh) > _SHOWN:
            self._say(f"　　　……另有{len(fresh) - _SHOWN}条，见 fct_findings")
        for identifier, x in self._before.items():
            if identifier not in errors:
                self._say(f"　　　[green]✓ 已消除[/] {_title(x)}　{escape(x['rule_name'])}")
        self._before = errors

    def _problems(self, problems: list[dict[str, Any]]) -> None:
        for x in problems:
            if x["severity"] == "error":
                self._say(f"[bold]未读[/]　{escape(x['document'])}：{escape(x['message'])}")

    def _told(self, told: Told, number: int) -> None:
        for mail in told.mails:
            self._say(f"[bold]告警[/]　邮件 → {escape(str(mail['To']))}：{escape(str(mail['Subject']))}")
        for post in told.posts:
            self._say(f"[bold]告警[/]　Webhook：{escape(str(post.get('title', '')))}")
        if number > 1:
            self._say(
                "　　　第二夜只说第一夜没有说过的" if told.mails or told.posts else "[bold]告警[/]　没有新的"
            )

    def end(self, seconds: float) -> None:
        """Where the warehouse is, and three queries to try; the second one's answer."""
        places = self._places
        self._console.rule("[bold]接下来[/]", align="left")
        self._say(
            f"两夜共{seconds:.0f}秒。仓库：[bold]{escape(_near(places.published))}[/]（只读，随时可查）"
        )
        look = f"{_command()} board --warehouse {_near(places.warehouse)} --raw {_near(places.raw)}"
        self._say(f"打开看板：{escape(look)}　→ http://127.0.0.1:8787/")
        self._say("试试这三条查询：\n")
        for title, sql in QUERIES:
            self._say(f"[cyan]# {title}[/]")
            self._say(escape(f'{_command()} sql --warehouse {_near(places.warehouse)} "{sql}"') + "\n")
        with Session(places.published) as session:
            self._say(f"[cyan]{QUERIES[1][0]}[/]")
            table = Table("单位", "万元")
            for row in _rows(session, QUERIES[1][1]):
                table.add_row(escape(row["unit_name"]), f"{row['wan']:,.2f}")
        self._console.print(table)


def _title(finding: dict[str, Any]) -> str:
    return escape(f"{finding['entity_name']}{finding['fiscal_year']}年{_KINDS[finding['doc_kind']]}")


def _rows(session: Session, sql: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = session.table(sql).to_pylist()
    return rows


def _command() -> str:
    """The command as it can be typed here."""
    return _near(Path(sys.argv[0])) if Path(sys.argv[0]).name == "mingzhang" else "mingzhang"


def _near(path: Path) -> str:
    """The path as typed from here."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
