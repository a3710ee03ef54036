"""Writes raw/sample/ anew: `python -m tests.sample_city.build`. The same bytes every time."""

import io
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

import pypdfium2
import yaml

from tests.sample_city import seed_document
from tests.sample_city.catalogue import Document, documents
from tests.sample_city.ledger import city
from tests.sample_city.planting import described
from tests.sample_city.websites import SEED_HOST, SITE_CONFIGS, host_of, path_of, site_pages
from tests.typesetter.canvas import Canvas

SAMPLE = Path(__file__).parents[2] / "raw" / "sample"
SEED_PATH = PurePosixPath("files/202302") / seed_document.FILE_NAME
_SCAN_SCALE = 1.4
_APPROVED = "2024-01-25"


def build(target: Path = SAMPLE) -> None:
    """Writes every file of the sample below `target`, and nothing else stays there."""
    files = dict(sample_files())
    shutil.rmtree(target, ignore_errors=True)
    for path, data in files.items():
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        (target / path).write_bytes(data)


def sample_files() -> Iterator[tuple[str, bytes]]:
    """Every file of the sample: path below raw/sample/, bytes."""
    yield f"sites/{SEED_HOST}/{SEED_PATH}", seed_document.seed_book().data
    for document in documents():
        night, place = (
            "sites" if document.night == 1 else "night2",
            f"{host_of(document)}/{path_of(document)}",
        )
        yield f"{night}/{place}", file_of(document)
        if document.is_corrected:
            yield f"night2/{place}", document.book(False).data
    yield from text_files()


def text_files() -> Iterator[tuple[str, bytes]]:
    """The websites' pages, the crawler's configurations, the register and the list of planted errors."""
    first = _pages([x for x in documents() if x.night == 1])
    second = _pages(documents())
    yield from ((f"sites/{path}", text.encode()) for path, text in first.items())
    yield from ((f"night2/{path}", text.encode()) for path, text in second.items() if first.get(path) != text)
    yield from ((f"site_configs/{name}.yml", text.encode()) for name, text in SITE_CONFIGS.items())
    planted = planted_errors()
    yield "registry.yml", registry().encode()
    yield "PLANTED.yml", _yaml({"planted": planted}).encode()
    yield "PLANTED.md", planted_markdown(planted).encode()
    yield "README.md", _README.encode()


def _pages(published: Sequence[Document]) -> dict[str, str]:
    made = site_pages(published)
    return {f"{host}/{path}": text for host, pages in made.items() for path, text in pages.items()}


def file_of(document: Document) -> bytes:
    """The bytes as published on the document's first night."""
    if document.form == "html":
        return _HTML.format(title=document.title).encode()
    data = document.book().data
    return scanned(data, document.title) if document.form == "scan" else data


def scanned(data: bytes, title: str) -> bytes:
    """The same pages as black-and-white pictures, without a text layer."""
    canvas = Canvas("sans", title, with_font=False)
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            picture = page.render(scale=_SCAN_SCALE, grayscale=True).to_pil()
            canvas.new_page(page.get_size())
            flat = io.BytesIO()
            picture.point(lambda value: 255 if value > 150 else 0).convert("1").save(flat, "PNG")
            canvas.picture(flat, 0, 0, *page.get_size())
    return canvas.finish()


def registry() -> str:
    """应公开名录: departments, their units, and the seed's office without an obligation of its own."""
    units: list[dict[str, Any]] = []
    for entry in city()["register"]:
        code, site = entry["code"], entry["site"]
        unit = next((x for x in city()["units"] if x["code"] == code), {"scope": "department"})
        units.append(_registered(code, entry["name"], unit["scope"], site, aliases=entry.get("aliases", [])))
        members = [x for x in city()["units"] if x.get("department") == code]
        units += [_registered(x["code"], x["name"], "unit", site, department=code) for x in members]
    units.append(
        {"code": "X110", "name": seed_document.ENTITY, "scope": "department", "site": "xinzhou_npc"}
        | {"aliases": ["忻州市人大常委会办公室"]}
    )
    return "# 样例市应公开名录（虚构），以及真实公开文件的主体（无年度义务）。\n" + _yaml({"units": units})


def _registered(code: str, name: str, scope: str, site: str, **more: Any) -> dict[str, Any]:
    entry = {"code": code, "name": name, "scope": scope, "site": site, "must_publish_from_year": 2022}
    return entry | {key: value for key, value in more.items() if value} | {"approval_date": _Date(_APPROVED)}


class _Date(str):
    """A date that YAML prints without quotes."""


def _unquoted(dumper: yaml.SafeDumper, data: _Date) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:timestamp", str(data))


yaml.SafeDumper.add_representer(_Date, _unquoted)


def planted_errors() -> list[dict[str, Any]]:
    """For PLANTED.yml: every planted error with file, page, place, rule, expected and actual."""
    result = []
    for document in documents():
        book = document.book() if document.planted else None
        for error in document.planted:
            assert book is not None
            place = described(error, document.blocks(with_errors=False), document.style, book)
            entry = {"id": error.id, "unit": document.name, "fiscal_year": document.year}
            entry |= {"doc_kind": document.kind, "file": f"sites/{host_of(document)}/{path_of(document)}"}
            entry |= {**place, "rule": error.rule, "also": list(error.also)}
            entry |= {"corrected_on_second_night": error.corrected_on_second_night, "what": error.what}
            result.append(entry)
    return sorted(result, key=lambda entry: str(entry["id"]))


def planted_markdown(planted: list[dict[str, Any]]) -> str:
    lines = [_PLANTED_HEAD]
    for x in planted:
        cells = (
            x["id"],
            f"{x['unit']} {x['fiscal_year']}",
            x["page"],
            x["what"],
            x["expected"],
            x["actual"],
            x["rule"],
        )
        lines.append("| " + " | ".join(str(cell) for cell in cells) + " |")
    return "\n".join([*lines, _PLANTED_FOOT])


_README = """# 样例 The sample

- `sites/`：五个小网站的静态文件（第一夜）；`night2/`：第二夜盖在上面的文件。`mingzhang demo` 在本机架起它们。
- `site_configs/`、`registry.yml`：采集配置和应公开名录。
- 样例市及其单位、项目、数字均为虚构，由 `tests/sample_city/` 的同一套账生成；有意埋下的错误见 `PLANTED.md`。
- 忻州市人大常委会办公室2023年度部门预算：真实公开的数字，由我们的排版程序按原样式重排，长段文字为自行改写。
- 由 `python -m tests.sample_city.build` 生成，每次字节相同。PDF 内嵌 Noto Sans/Serif SC 字体子集（SIL OFL 1.1）。
"""

_PLANTED_HEAD = """# 样例市中有意埋下的错误

由 `python -m tests.sample_city.build` 生成；机器可读的同一内容见 PLANTED.yml。
其余数字全部由同一套账生成，勾稽关系成立。

| 编号 | 单位、年度 | 页 | 错在哪里 | 应为 | 印为 | 规则 |
| --- | --- | --- | --- | --- | --- | --- |"""

_PLANTED_FOOT = """
此外：

- 样例市信访局2023年为扫描件（无文字层）；
- 样例市气象服务中心2024年的“PDF”其实是网页；
- 样例市体育局2024年没有公开；
- 样例市林业局2024年第二夜才公开，样例市审计局2024年第二夜以同一网址更正。
"""

_HTML = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title></head>
<body><h1>{title}</h1><p>您访问的文件正在整理，请稍后再试。</p></body></html>
"""


def _yaml(data: Any) -> str:
    return str(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=200))


if __name__ == "__main__":
    build()
