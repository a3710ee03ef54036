"""The result of `mingzhang check` on the terminal, in Chinese."""

from decimal import Decimal
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape

from pipelines.domain.document import ContentClass, ReadStatus
from pipelines.orchestrate.check import Checked
from pipelines.orchestrate.terminal import CLASS_NAMES, STATUS_NAMES

_RESULT_NAMES = {
    "pass": "通过",
    "fail": "不符",
    "explained": "可解释",
    "not_applicable": "不适用",
    "not_checked": "未核",
}
_MARKS = {"error": "[red]错误[/]", "warning": "[yellow]警告[/]", "note": "[cyan]提示[/]"}
_KINDS = {"budget": "预算", "final": "决算"}


def show_checks(console: Console, checks: list[Checked]) -> None:
    """File by file: what it is, its findings with page and figures, what could not be read."""
    for checked in checks:
        _show(console, checked)
    errors = sum(finding["severity"] == "error" for checked in checks for finding in checked.findings)
    others = sum(len(checked.findings) for checked in checks) - errors
    console.print(f"共{len(checks)}份文件：错误{errors}条，警告与提示{others}条。")


def _show(console: Console, checked: Checked) -> None:
    identity = checked.identity
    status = STATUS_NAMES[ReadStatus(identity["read_status"])]
    kind = CLASS_NAMES[ContentClass(identity["content_class"])]
    console.print(f"\n[bold]{escape(Path(identity['path']).name)}[/]")
    year = f"{identity['fiscal_year']}年" if identity["fiscal_year"] else ""
    name = identity["entity_name"] or "主体未能确定"
    console.print(f"  {escape(name)}　{year}{_KINDS.get(identity['doc_kind'], '')}　{kind}　读取{status}")
    if identity["money_tokens"]:
        share = identity["money_tokens_claimed"] / identity["money_tokens"]
        console.print(f"  表页数字{identity['money_tokens']:,}个，归入单元{share:.2%}")
    if checked.results:
        counts = "　".join(
            f"{_RESULT_NAMES.get(name, name)}{number}" for name, number in checked.results.items()
        )
        console.print(f"  勾稽关系：{counts}")
    for finding in checked.findings:
        _show_finding(console, finding)
    for problem in checked.problems:
        page = f"第{problem['page']}页 " if problem["page"] else ""
        mark = _MARKS.get(problem["severity"], problem["severity"])
        text = problem["message"] or problem["meaning"]
        console.print(f"  读取{mark} {page}{escape(text)}", soft_wrap=True)


def _show_finding(console: Console, finding: dict[str, Any]) -> None:
    pages = "、".join(str(page) for page in finding["pages"] or [])
    mark = _MARKS.get(finding["severity"], finding["severity"])
    where = f"第{pages}页 " if pages else ""
    console.print(
        f"  {mark} {where}{escape(finding['rule_name'])}：{escape(finding['message'] or '')}", soft_wrap=True
    )
    if finding["difference"] is not None:
        numbers = (
            ("应为", "expected"),
            ("实为", "actual"),
            ("相差", "difference"),
            ("允许误差", "tolerance"),
        )
        console.print("      " + "　".join(f"{word} {_amount(finding[key])}" for word, key in numbers))


def _amount(value: object) -> str:
    return f"{value:,.2f}" if isinstance(value, Decimal) else "—" if value is None else str(value)
