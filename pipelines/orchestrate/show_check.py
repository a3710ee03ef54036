"""The result of `mingzhang check` on the terminal, in Chinese."""

from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.text import Text

from pipelines.orchestrate.check import Checked, CheckRun, Verdict
from pipelines.orchestrate.check_words import (
    SEVERITY_NAMES,
    advice,
    how_read,
    numbers,
    scope_of_check,
    summary,
    verdict,
    who,
)
from pipelines.orchestrate.gather import Gathered

_COLOURS = {"error": "bold red", "warning": "yellow", "review": "magenta", "note": "cyan"}
_SIGNS = {
    Verdict.ERRORS: ("✗", "bold red"),
    Verdict.REMARKS: ("!", "yellow"),
    Verdict.CLEAN: ("✓", "bold green"),
    Verdict.NOT_CHECKED: ("？", "bold magenta"),
}
_SHOWN = 12


def show_checks(console: Console, run: CheckRun, gathered: Gathered) -> None:
    """File by file: verdict, findings with page and figures, what could not be looked at and why."""
    for checked in run.files:
        _show(console, checked, run)
    console.print()
    for path, reason in gathered.unreadable:
        console.print(f"[red]打不开[/] {escape(str(path))}：{escape(reason)}；请检查文件权限")
    for path in gathered.duplicates:
        console.print(f"{escape(path.name)} 与另一份文件内容完全相同，只核对一次")
    if gathered.skipped:
        console.print(f"文件夹中有{len(gathered.skipped)}个文件不是*.pdf，未核对")
    console.print(f"[bold]{summary(run)}[/]")


def _show(console: Console, checked: Checked, run: CheckRun) -> None:
    sign, colour = _SIGNS[checked.verdict]
    console.print(f"\n[bold]{escape(checked.name)}[/]", soft_wrap=True)
    console.print(f"{escape(who(checked))}　[dim]{escape(how_read(checked))}[/]", soft_wrap=True)
    console.print(f"[{colour}]{sign} {escape(verdict(checked))}[/]", soft_wrap=True)
    if checked.same_disclosure_as:
        console.print(f"[yellow]与 {escape(checked.same_disclosure_as)} 属于同一份公开，已分别核对[/]")
    for number, finding in enumerate(checked.findings, start=1):
        _show_finding(console, number, finding)
    _show_left(console, checked, run)
    _show_problems(console, checked)


def _show_finding(console: Console, number: int, finding: dict[str, Any]) -> None:
    severity = SEVERITY_NAMES.get(finding["severity"], finding["severity"])
    pages = "、".join(str(page) for page in finding["pages"] or [])
    head = Text(f"\n {number:>2} ")
    head.append(severity, style=_COLOURS.get(finding["severity"], ""))
    head.append(f"　{finding['rule_name']}" + (f"　第{pages}页" if pages else ""), style="bold")
    console.print(head, soft_wrap=True)
    console.print(Padding(Text(finding["message"] or ""), (0, 0, 0, 4)))
    if figures := numbers(finding):
        console.print(
            Padding(Text("　".join(f"{word} {text}" for word, text in figures), "dim"), (0, 0, 0, 4))
        )
    if finding["basis"]:
        console.print(Padding(Text(f"依据 {finding['basis']}", "dim"), (0, 0, 0, 4)))


def _show_left(console: Console, checked: Checked, run: CheckRun) -> None:
    """What the rules looked at, and what they could not look at."""
    if not checked.results:
        return
    console.print(f"\n核对范围　{scope_of_check(checked, run)}", soft_wrap=True)
    left = checked.left_out("not_checked")
    if left:
        console.print("[magenta]未能核对[/]（不等于没有问题）：")
    by_reason: dict[str, list[str]] = {}
    for entry in left:
        by_reason.setdefault(entry["reason"] or "原因不明", []).append(entry["rule_name"])
    for reason, rules in by_reason.items():
        names = "、".join(rules[:3]) + (f"等{len(rules)}条规则" if len(rules) > 3 else "")
        console.print(f"  · {escape(reason)}：{escape(names)}", soft_wrap=True)
    for entry in checked.left_out("explained"):
        console.print(f"  · [cyan]可解释[/] {escape(entry['rule_name'])}：{escape(entry['reason'] or '')}")


def _show_problems(console: Console, checked: Checked) -> None:
    """What could not be read, with what to do about it."""
    if checked.problems:
        console.print("\n读取情况：")
    for problem in checked.problems[:_SHOWN]:
        page = f"第{problem['page']}页 " if problem["page"] else ""
        colour = _COLOURS.get(problem["severity"], "")
        mark = f"[{colour}]{SEVERITY_NAMES.get(problem['severity'], problem['severity'])}[/]"
        todo = f"；[cyan]{escape(text)}[/]" if (text := advice(problem["code"])) else ""
        message = problem["message"] or problem["meaning"]
        console.print(f"  · {mark} {page}{escape(message)}{todo}", soft_wrap=True)
    if (more := len(checked.problems) - _SHOWN) > 0:
        console.print(f"  · 另有{more}条，用 --json 查看全部")
