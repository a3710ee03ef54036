"""Written tables as HTML, printed by a browser: proportional columns, wrapped labels, any style of border."""

import html
import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.typesetter.written import Written

STYLE = """@page{size:A4 landscape;margin:14mm} body{font-family:'Noto Sans CJK SC';font-size:8.5pt}
h2{text-align:center;font-size:14pt;margin:4pt} .caption{display:flex;justify-content:space-between}
section{page-break-after:always} table{border-collapse:collapse;width:100%} td{padding:3pt 4pt}
.left{text-align:left} .right{text-align:right} .center{text-align:center}"""


def print_tables(tables: list[Written], css: str) -> bytes:
    """One table a page."""
    body = "".join(map(_section, tables))
    page = f"<html><head><meta charset=utf-8><style>{STYLE}{css}</style></head><body>{body}</body></html>"
    browser = shutil.which("chromium")
    assert browser is not None
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "tables.html", Path(folder) / "tables.pdf"
        source.write_text(page, "utf-8")
        options = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
        command = (browser, *options, f"--user-data-dir={folder}/profile", f"--print-to-pdf={target}")
        subprocess.run([*command, source.as_uri()], check=True, capture_output=True, timeout=120)
        return target.read_bytes()


def _section(table: Written) -> str:
    plan = table.plan()
    rows = [
        "".join(
            f"<td class={cell.align} rowspan={cell.row_span} colspan={cell.column_span}>"
            + html.escape(cell.text).replace("\n", "<br>")
            + "</td>"
            for cell in sorted(cells, key=lambda cell: cell.column)
        )
        for cells in (
            *([cell for cell in plan.header if cell.row == row] for row in range(plan.header_rows)),
            *plan.body,
        )
    ]
    head, body = rows[: plan.header_rows], rows[plan.header_rows :]
    return (
        f"<section><h2>{html.escape(table.title)}</h2>"
        f"<div class=caption><span>部门：样例市水务局</span><span>单位：{table.unit}</span></div>"
        f"<table><thead>{''.join(f'<tr>{row}</tr>' for row in head)}</thead>"
        f"<tbody>{''.join(f'<tr>{row}</tr>' for row in body)}</tbody></table></section>"
    )
