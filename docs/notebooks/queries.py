"""The researcher's notebook (研究员笔记本): the worked queries, editable, with charts and export.

Usage: MINGZHANG_WAREHOUSE=warehouse marimo run docs/notebooks/queries.py
"""

import marimo

app = marimo.App(width="medium", app_title="明账：研究查询")


@app.cell
def _():
    import os
    import re
    from decimal import Decimal
    from pathlib import Path

    import marimo as mo

    from pipelines.serve import plots
    from pipelines.serve.export import csv_lines
    from pipelines.serve.query import RefusedError, Session
    from pipelines.serve.warehouse import Limits

    published = Path(os.environ.get("MINGZHANG_WAREHOUSE", "warehouse")) / "mingzhang.duckdb"
    guide = Path(__file__).parents[1] / "research_queries.md"
    found = re.findall(r"^## (\d+\. [^\n]+)\n.*?```sql\n(.*?)```", guide.read_text("utf-8"), re.S | re.M)
    queries = {title: sql.strip() for title, sql in found}
    return Decimal, Limits, RefusedError, Session, csv_lines, mo, plots, published, queries


@app.cell
def _(mo, queries):
    choice = mo.ui.dropdown(options=list(queries), value=next(iter(queries)), label="查询")
    mo.vstack(
        [
            mo.md("# 明账：研究查询"),
            mo.md("选择一个查询，也可以改写后运行；仓库只读，有时间与内存上限。"),
            choice,
        ]
    )
    return (choice,)


@app.cell
def _(choice, mo, queries):
    editor = mo.ui.code_editor(value=queries[choice.value], language="sql", label="SQL", debounce=True)
    editor
    return (editor,)


@app.cell
def _(Limits, RefusedError, Session, editor, mo, published):
    try:
        with Session(published, Limits(seconds=30)) as session:
            result, refusal = session.table(editor.value), None
    except (RefusedError, FileNotFoundError) as error:
        result, refusal = None, str(error)
    mo.callout(refusal, kind="warn") if refusal else mo.md(f"共 {result.num_rows} 行")
    return (result,)


@app.cell
def _(Decimal, mo, result):
    rows = result.to_pylist() if result is not None else []
    shown = [
        {
            name: f"{value:,f}" if isinstance(value, Decimal) else str(value) if "year" in name else value
            for name, value in row.items()
        }
        for row in rows
    ]
    mo.ui.table(shown, selection=None) if shown else mo.md("没有结果。")
    return (rows,)


@app.cell
def _(csv_lines, mo, result):
    text = (
        "\ufeff" + "".join(csv_lines(result.to_reader(), for_spreadsheet=True)) if result is not None else ""
    )
    mo.download(text.encode(), filename="result.csv", mimetype="text/csv", label="下载 CSV") if text else None
    return


@app.cell
def _(Decimal, mo, plots, rows):
    # a chart where the result has words, perhaps a year, and one amount
    amount = next(
        (name for name, value in (rows[0].items() if rows else []) if isinstance(value, Decimal | float)),
        None,
    )
    year = next((name for name in (rows[0] if rows else {}) if "year" in name), None)
    words = [name for name, value in (rows[0].items() if rows else []) if isinstance(value, str)]
    figure = None
    if amount and year and len(rows) > 1:
        series: dict = {}
        for row in rows:
            name = " ".join(str(row[word]) for word in words) or amount
            series.setdefault(name, {})[row[year]] = row[amount]
        figure = plots.lines(dict(list(series.items())[:8]), unit=amount)
    elif amount and words and len(rows) > 1:
        named = [(" ".join(str(row[word]) for word in words), row[amount]) for row in rows[:20]]
        figure = plots.bars(named, unit=amount)
    mo.Html(plots.svg(figure).decode()) if figure is not None else None
    return


if __name__ == "__main__":
    app.run()
