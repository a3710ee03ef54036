"""What the demo prints, in Chinese: what came, what is missing, what contradicts itself, who was told."""

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
from pipelines.orchestrate.nightly import Night
from pipelines.orchestrate.places import Places
from pipelines.serve.query import Session

_SEVERITIES = {"error": "错误", "warning": "警告", "note": "提示"}
_KINDS = {"budget": "预算", "final": "决算"}
_SHOWN = 12

_UNITS = """
SELECT count(DISTINCT unit_id) FILTER (is_expected) AS units,
    count(*) FILTER (is_expected) AS due,
    count(*) FILTER (is_expected AND status <> 'missing') AS found
FROM fct_disclosure_coverage"""
_MISSING = """
SELECT unit_name, fiscal_year, doc_kind FROM fct_disclosure_coverage
WHERE is_expected AND status = 'missing' ORDER BY fiscal_year DESC, unit_code"""
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
        "SELECT unit_name, fiscal_year, max(amount_yuan)/10000 AS total FROM fct_key_figures "
        "JOIN dim_document USING (document_id) JOIN dim_unit USING (unit_id) "
        "WHERE figure_id = 'total_expenditure' AND doc_kind = 'budget' AND is_current "
        "GROUP BY ALL ORDER BY 1, 2",
    ),
    (
        "“三公”经费最多的五个单位（2024年，万元）",
        "SELECT entity_name, max(amount_yuan)/10000 AS three_public FROM fct_key_figures JOIN dim_document "
        "USING (document_id) WHERE figure_id = 'three_public_total' AND fiscal_year = 2024 AND is_current "
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


def show_beginning(console: Console, gateway: str) -> None:
    """What is about to happen."""
    console.print(
        "[bold]明账演示[/]：样例市（虚构）的四个公开网站和一份真实公开的重排版，在本机架起，连跑两夜。"
    )
    console.print(f"网站在 {gateway} ，只用本机；流程：采集 → 读取 → 建模 → 核对 → 发布 → 告警\n")


def show_night(
    console: Console, places: Places, number: int, night: str, result: Night, told: Told, seconds: float
) -> None:
    """One night's report."""
    console.rule(f"[bold]第{'一二'[number - 1]}夜 {night}[/]（{seconds:.0f}秒）", align="left")
    _show_crawl(console, result)
    with Session(places.published) as session:
        _show_read(console, result, _rows(session, _READ)[0])
        _show_units(console, _rows(session, _UNITS)[0], _rows(session, _MISSING))
        _show_findings(console, _rows(session, _FINDINGS), result.alerts, number)
        _show_problems(console, _rows(session, _PROBLEMS))
    _show_told(console, told, number)
    console.print()


def show_end(console: Console, places: Places, seconds: float) -> None:
    """Where the warehouse is, and three queries to try."""
    console.rule("[bold]接下来[/]", align="left")
    console.print(
        f"两夜共{seconds:.0f}秒。仓库：[bold]{escape(_near(places.published))}[/]（只读，可随时查询）"
    )
    console.print("试试这三条查询：\n")
    for title, sql in QUERIES:
        console.print(f"[cyan]# {title}[/]")
        command = f'mingzhang sql --warehouse {_near(places.warehouse)} "{sql}"'
        console.print(escape(command), soft_wrap=True)
        console.print()
    with Session(places.published) as session:
        console.print(_table(QUERIES[1][0], ("单位", "三公经费"), _rows(session, QUERIES[1][1])))


def _rows(session: Session, sql: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = session.table(sql).to_pylist()
    return rows


def _show_crawl(console: Console, result: Night) -> None:
    if result.crawled is None:
        console.print(f"[red]采集　未完成：{escape(result.crawl_error or '')}[/]")
        return
    crawled = result.crawled
    console.print(
        f"[bold]采集[/]　{len(crawled.sources)}个站点，{crawled.requests}次请求；"
        f"文件：{counts_text(crawled.documents)}"
    )


def _show_read(console: Console, result: Night, read: dict[str, Any]) -> None:
    share = (read["claimed"] or 0) / read["numbers"] if read["numbers"] else 0
    console.print(
        f"[bold]读取[/]　今夜新读{result.read.read}份、{result.read.pages}页，未变{result.read.unchanged}份；"
        f"仓库现有{read['documents']}份、{read['tables']:,}张表、表内金额{read['amounts']:,}个、"
        f"说明文字中的数字{read['figures']:,}个；表页数字已归入单元{share:.2%}"
    )


def _show_units(console: Console, units: dict[str, Any], missing: list[dict[str, Any]]) -> None:
    named = "、".join(f"{x['unit_name']}{x['fiscal_year']}年{_KINDS[x['doc_kind']]}" for x in missing)
    console.print(
        f"[bold]名录[/]　应公开单位{units['units']}个、{units['due']}项，已见{units['found']}项，"
        f"未见{len(missing)}项" + (f"：[yellow]{escape(named)}[/]" if named else "")
    )


def _show_findings(
    console: Console, findings: list[dict[str, Any]], alerts: NotifySummary, number: int
) -> None:
    counted = Counter(x["severity"] for x in findings)
    numbers = "、".join(f"{_SEVERITIES[key]}{counted[key]}" for key in _SEVERITIES if counted[key])
    moved = f"新{alerts.new}、再现{alerts.reopened}、已消除{alerts.resolved}、仍在{alerts.unchanged}"
    console.print(f"[bold]问题[/]　{len(findings)}条（{numbers or '无'}）；比上一夜：{moved}")
    if number > 1:
        return
    errors = [x for x in findings if x["severity"] != "note"]
    table = Table("单位、年度", "页", "问题", show_lines=True)
    for x in errors[:_SHOWN]:
        pages = "、".join(str(page) for page in x["pages"] or ())
        who = f"{x['entity_name']} {x['fiscal_year']}{_KINDS[x['doc_kind']]}"
        table.add_row(escape(who), pages, f"[red]{escape(x['rule_name'])}[/]：{escape(x['message'])}")
    console.print(table)
    if len(errors) > _SHOWN:
        console.print(f"……另有{len(errors) - _SHOWN}条错误，见 fct_findings")


def _show_problems(console: Console, problems: list[dict[str, Any]]) -> None:
    worst = [x for x in problems if x["severity"] == "error"]
    for x in worst:
        console.print(f"[yellow]未能读取[/]　{escape(x['document'])}：{escape(x['message'])}", soft_wrap=True)


def _show_told(console: Console, told: Told, number: int) -> None:
    if not told.mails and not told.posts:
        console.print("[bold]告警[/]　没有新的，什么也没有发")
    for mail in told.mails:
        console.print(f"[bold]告警[/]　邮件 → {escape(str(mail['To']))}：{escape(str(mail['Subject']))}")
    for post in told.posts:
        console.print(f"[bold]告警[/]　Webhook：{escape(str(post.get('title', '')))}")
    if number > 1:
        console.print("　　　第二夜只说第一夜没有说过的")


def _table(title: str, heads: tuple[str, ...], rows: list[dict[str, Any]]) -> Table:
    table = Table(*heads, title=title, title_justify="left")
    for row in rows:
        table.add_row(*(f"{x:,.2f}" if isinstance(x, float) else escape(str(x)) for x in row.values()))
    return table


def _near(path: Path) -> str:
    """The path as typed from here."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
