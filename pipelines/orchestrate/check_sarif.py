"""A check's result as SARIF 2.1.0, for editors, portals and build servers.

PDFs have no lines: page and box (points from the top left) stand in each location's properties. Findings that
only ask for a human look are of kind `review`; what could not be looked at is of kind `open`.
"""

from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pipelines.orchestrate.check import Checked, CheckRun, Verdict, plain
from pipelines.orchestrate.check_words import advice, verdict

Json = dict[str, Any]

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "review": "none", "note": "note"}
_KINDS = {"review": "review"}
_FINGERPRINT = "mingzhangFinding/v1"


def sarif_log(run: CheckRun) -> Json:
    """The whole log: one run, its rules, files, results and what hindered it."""
    rules = sorted(run.rules)
    numbers = {rule: number for number, rule in enumerate(rules)}
    results = [result for index, file in enumerate(run.files) for result in _results(index, file, numbers)]
    driver = {
        "name": "mingzhang",
        "fullName": "明账 mingzhang check",
        "version": version("mingzhang"),
        "language": "zh-CN",
        "rules": [_rule(run.rules[rule]) for rule in rules],
    }
    notes = [note for index, file in enumerate(run.files) for note in _notifications(index, file)]
    invocation = {
        "executionSuccessful": not run.has_unchecked,
        "toolExecutionNotifications": notes,
    }
    log: Json = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "invocations": [invocation],
                "artifacts": [_artifact(file) for file in run.files],
                "results": results,
                "columnKind": "unicodeCodePoints",
            }
        ],
    }
    return log


def _rule(rule: Json) -> Json:
    lines = [
        ("核对内容", rule["checks"]),
        ("公式", rule["formula"]),
        ("所需表格", rule["table_kinds"]),
        ("容差", rule["tolerance"]),
        ("依据", rule["basis"]),
        ("适用范围", rule["limits"]),
    ]
    known = [(word, str(text)) for word, text in lines if text]
    return {
        "id": rule["rule_id"],
        "name": rule["name_en"],
        "shortDescription": {"text": rule["name_zh"]},
        "fullDescription": {"text": str(rule["checks"])},
        "help": {
            "text": "\n".join(f"{word}：{text}" for word, text in known),
            "markdown": "\n".join(f"- **{word}** {text}" for word, text in known),
        },
        "defaultConfiguration": {"level": _LEVELS[rule["severity"]]},
        "properties": {"category": rule["category"], "severity": rule["severity"], "nameEn": rule["name_en"]},
    }


def _artifact(file: Checked) -> Json:
    identity = file.identity
    about = {
        name: identity[name] for name in ("entity_name", "scope", "doc_kind", "fiscal_year", "content_class")
    }
    counts = {"verdict": file.verdict.value, "ruleResults": file.results, "rulesLooked": file.rules_looked}
    return {
        "location": {"uri": _uri(file)},
        "mimeType": "application/pdf",
        "roles": ["analysisTarget"],
        "hashes": {"sha-256": identity["document_id"]},
        "properties": plain({**about, **counts}),
    }


def _uri(file: Checked) -> str:
    return Path(file.identity["path"]).absolute().as_uri()


def _results(index: int, file: Checked, numbers: dict[str, int]) -> Iterable[Json]:
    for finding in file.findings:
        yield {
            "ruleId": finding["rule_id"],
            "ruleIndex": numbers[finding["rule_id"]],
            "kind": _KINDS.get(finding["severity"], "fail"),
            "level": _LEVELS[finding["severity"]],
            "message": {"text": finding["message"]},
            "locations": _locations(index, file, finding),
            "partialFingerprints": {_FINGERPRINT: finding["finding_id"]},
            "properties": plain(
                {
                    name: finding[name]
                    for name in (
                        "severity",
                        "relation",
                        "expected",
                        "actual",
                        "difference",
                        "tolerance",
                        "unit",
                    )
                }
            ),
        }
    for entry in file.left_out("not_checked"):
        yield {
            "ruleId": entry["rule_id"],
            "ruleIndex": numbers[entry["rule_id"]],
            "kind": "open",
            "level": "none",
            "message": {"text": f"{entry['rule_name']}：{entry['relations']}项未能核对，{entry['reason']}"},
            "locations": [_location(index, file)],
        }


def _locations(index: int, file: Checked, finding: Json) -> list[Json]:
    """One location for each number the finding rests on; its pages where no number is boxed."""
    boxed = [item for item in finding["evidence"] or [] if item["page"]]
    if boxed:
        return [_location(index, file, item) for item in boxed]
    pages = finding["pages"] or []
    return [_location(index, file, {"page": page}) for page in pages] or [_location(index, file)]


def _location(index: int, file: Checked, item: Json | None = None) -> Json:
    location: Json = {"physicalLocation": {"artifactLocation": {"uri": _uri(file), "index": index}}}
    if item is None:
        return location
    found: Json = {"page": item["page"]}
    if item.get("x0") is not None:
        found["box"] = [round(float(item[side]), 2) for side in ("x0", "top", "x1", "bottom")]
    if item.get("printed"):
        found["printed"] = item["printed"]
        words = [item.get("table_label"), f"第{item['page']}页", item.get("row_label"), item["printed"]]
        location["message"] = {"text": " ".join(str(word) for word in words if word)}
    location["properties"] = found
    return location


def _notifications(index: int, file: Checked) -> Iterable[Json]:
    """What could not be read, and files of which nothing could be checked."""
    for problem in file.problems:
        todo = advice(problem["code"])
        yield {
            "descriptor": {"id": problem["code"]},
            "level": problem["severity"],
            "message": {"text": f"{problem['message'] or problem['meaning']}{'；' + todo if todo else ''}"},
            "locations": [_location(index, file, {"page": problem["page"]} if problem["page"] else None)],
        }
    if file.verdict is Verdict.NOT_CHECKED:
        yield {
            "descriptor": {"id": "not_checked"},
            "level": "error",
            "message": {"text": verdict(file)},
            "locations": [_location(index, file)],
        }
