"""What `mingzhang check` says, in Chinese, on every medium: verdicts, numbers, and what a clerk can do."""

from decimal import Decimal
from typing import Any

from pipelines.domain.document import ContentClass, ReadStatus
from pipelines.domain.problem import ProblemCode
from pipelines.orchestrate.check import SEVERITIES, Checked, CheckRun, Verdict
from pipelines.orchestrate.terminal import CLASS_NAMES, STATUS_NAMES

SEVERITY_NAMES = {"error": "错误", "warning": "提醒", "review": "复核", "note": "提示"}
RESULT_NAMES = {
    "pass": "相符",
    "fail": "不符",
    "explained": "可解释",
    "not_checked": "未能核对",
    "not_applicable": "不适用",
}
KINDS = {"budget": "预算", "final": "决算"}
SCOPES = {"department": "部门", "unit": "单位"}
_ADVICE = {
    ProblemCode.NOT_A_PDF: "请提交PDF：在Word、WPS或Excel中用“另存为PDF”，不要只改扩展名",
    ProblemCode.EMPTY_FILE: "文件没有内容，请重新导出",
    ProblemCode.DAMAGED_PDF: "文件不完整，请从原始文档重新导出PDF",
    ProblemCode.ENCRYPTED_PDF: "请去除打开密码后再检查和公开",
    ProblemCode.NO_PAGES: "PDF里没有页面，请重新导出",
    ProblemCode.TOO_MANY_PAGES: "请拆分后分别检查",
    ProblemCode.TOO_COMPLEX: "请从原始文档重新导出PDF（不要由图形软件转换）",
    ProblemCode.TIMED_OUT: "可用 --seconds 放宽时限后重试",
    ProblemCode.OUT_OF_MEMORY: "可用 --memory 放宽内存上限后重试",
    ProblemCode.WORKER_DIED: "请重试；仍然失败请报告此文件",
    ProblemCode.GARBLED_TEXT: "复制出来的文字是乱码，无法核对；请嵌入字体并保留文字编码后重新导出PDF",
    ProblemCode.NO_TEXT_LAYER: "这是扫描件，无法核对；请由电子文档直接导出可复制文字的PDF",
    ProblemCode.IMAGE_PAGE: "该页是图片，无法核对；请由电子文档直接导出",
    ProblemCode.PAGE_UNREADABLE: "请重新导出PDF",
    ProblemCode.NOT_A_DISCLOSURE: "请确认选对了文件：应为部门（单位）预算或决算公开的全文或表格",
    ProblemCode.BLANK_TEMPLATE: "这是未填写的模板，请填入数据后再检查",
    ProblemCode.ENTITY_UNKNOWN: "请在封面或表头写明单位全称",
    ProblemCode.FISCAL_YEAR_UNKNOWN: "请在封面或表名写明年度",
    ProblemCode.MONEY_UNIT_UNKNOWN: "请在表头注明金额单位（元或万元）",
    ProblemCode.HIDDEN_TEXT: "请确认没有遗留的隐藏文字",
    ProblemCode.INTERNAL_ERROR: "程序缺陷：请报告此文件",
}


def advice(code: str) -> str:
    """What the clerk can do about a problem of reading; empty where nothing need be done."""
    return _ADVICE.get(ProblemCode(code), "")


def who(checked: Checked) -> str:
    """The disclosure in a few words: body, year, kind."""
    identity = checked.identity
    if identity["content_class"] in (ContentClass.UNREADABLE, ContentClass.NOT_A_DISCLOSURE):
        return CLASS_NAMES[ContentClass(identity["content_class"])]
    year = f"{identity['fiscal_year']}年" if identity["fiscal_year"] else "年度未能确定　"
    scope = SCOPES.get(identity["scope"], "")
    kind = KINDS.get(identity["doc_kind"], "公开")
    return f"{identity['entity_name'] or '主体未能确定'}　{year}{scope}{kind}"


def how_read(checked: Checked) -> str:
    """How much of the file was read."""
    identity = checked.identity
    if identity["read_status"] == ReadStatus.UNREADABLE:
        return "没有读出内容"
    words = [f"{identity['page_count'] or 0}页", f"读取{STATUS_NAMES[ReadStatus(identity['read_status'])]}"]
    if identity["image_page_count"]:
        words.append(f"其中{identity['image_page_count']}页是图片，未识别")
    if identity["money_tokens"]:
        left = identity["money_tokens"] - (identity["money_tokens_claimed"] or 0)
        words.append(
            f"表内数字{identity['money_tokens']:,}个"
            + (f"，{left}个未能归入单元格" if left else "，全部归入单元格")
        )
    return "，".join(words)


def verdict(checked: Checked) -> str:
    """One sentence: found, nothing found, or not looked at; the last two are never the same."""
    counts = [
        f"{SEVERITY_NAMES[level]}{number}处"
        for level in SEVERITIES
        if (number := sum(finding["severity"] == level for finding in checked.findings))
    ]
    if counts:
        return f"发现{'、'.join(counts)}"
    if checked.verdict is Verdict.NOT_CHECKED:
        return f"未能核对：{why_not(checked)}"
    return "核对过的各项均未发现问题" + ("" if checked.is_complete else "（另有未能核对的，见下）")


def why_not(checked: Checked) -> str:
    """Why nothing in a file could be looked at."""
    if checked.identity["is_blank_template"]:
        return ProblemCode.BLANK_TEMPLATE.chinese
    if reasons := [p["message"] or p["meaning"] for p in checked.problems if p["severity"] == "error"]:
        return str(reasons[0])
    if checked.identity["content_class"] == ContentClass.NOT_A_DISCLOSURE:
        return ProblemCode.NOT_A_DISCLOSURE.chinese
    return "文件中没有可以核对的表格或文字"


def scope_of_check(checked: Checked, run: CheckRun) -> str:
    """How many rules and relations were looked at, could not be, or do not apply."""
    blocked = {entry["rule_id"] for entry in checked.left_out("not_checked")}
    idle = {entry["rule_id"] for entry in checked.left_out("not_applicable")}
    relations = sum(checked.results.get(name, 0) for name in ("pass", "fail", "explained"))
    counts = "、".join(
        f"{RESULT_NAMES[name]}{checked.results[name]}"
        for name in ("pass", "fail", "explained")
        if checked.results.get(name)
    )
    words = [f"{len(run.rules)}条规则中，{checked.rules_looked}条核对了{relations}项关系（{counts or '无'}）"]
    if blocked:
        words.append(f"{len(blocked)}条规则有{checked.results['not_checked']}项未能核对")
    if idle:
        words.append(f"{len(idle)}条不适用于本文件")
    return "；".join(words)


def summary(run: CheckRun) -> str:
    """The last line: how many files came out how."""
    parts = [
        (Verdict.ERRORS, "有错误"),
        (Verdict.REMARKS, "有提醒或待复核"),
        (Verdict.CLEAN, "未发现问题"),
        (Verdict.NOT_CHECKED, "未能核对"),
    ]
    counts = [
        f"{words}{number}份"
        for state, words in parts
        if (number := sum(checked.verdict is state for checked in run.files))
    ]
    return f"共{len(run.files)}份文件：{'，'.join(counts)}。"


def numbers(finding: dict[str, Any]) -> list[tuple[str, str]]:
    """Expected, actual, difference and tolerance with their unit; empty for findings without numbers."""
    if finding["difference"] is None:
        return []
    unit = finding["unit"]
    if unit == "yuan" and "万元" in (finding["message"] or ""):
        # as the tables and sentences of the finding are printed
        unit = "wan"
    points = "points" if unit == "percent" else unit
    named = (
        ("应为", finding["expected"], unit),
        ("实为", finding["actual"], unit),
        ("相差", abs(finding["difference"]), points),
        ("取整允许", finding["tolerance"], points),
    )
    return [(word, amount(value, of)) for word, value, of in named if value is not None]


def amount(value: Decimal, unit: str | None) -> str:
    """A number of a finding with its unit."""
    match unit:
        case "yuan":
            return f"{value:,.2f} 元"
        case "wan":
            whole, _, decimals = f"{value / 10000:,.6f}".partition(".")
            return f"{whole}.{decimals.rstrip('0').ljust(2, '0')} 万元"
        case "percent":
            return f"{value:,.2f}%"
        case "points":
            return f"{value:,.2f} 个百分点"
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
