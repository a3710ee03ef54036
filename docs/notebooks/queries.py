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
    import pyarrow as pa

    from pipelines.serve import plots
    from pipelines.serve.confined import Crew
    from pipelines.serve.export import Format
    from pipelines.serve.query import RefusedError
    from pipelines.serve.warehouse import Limits

    published = Path(os.environ.get("MINGZHANG_WAREHOUSE", "warehouse")) / "mingzhang.duckdb"
    guide = Path(__file__).parents[1] / "research_queries.md"
    found = re.findall(
        r"^## (\d+\. [^\n]+)\n\n([^\n]+)\n.*?```sql\n(.*?)```", guide.read_text("utf-8"), re.S | re.M
    )
    queries = {title.split(" / ")[0]: (words, sql.strip()) for title, words, sql in found}
    # every query runs in a process of its own: whatever it does, the notebook stays
    crew = Crew(published, Limits(seconds=30), workers=1)
    return Decimal, Format, RefusedError, crew, mo, pa, plots, queries


@app.cell
def _(mo, queries):
    choice = mo.ui.dropdown(options=list(queries), value=next(iter(queries)), label="例子", full_width=True)
    mo.vstack(
        [
            mo.md("# 明账：研究查询"),
            mo.md("选择一个例子，也可以改写，点一下编辑框外即运行；仓库只读，有时间与内存上限。"),
            choice,
        ]
    )
    return (choice,)


@app.cell
def _(choice, mo, queries):
    words, sql = queries[choice.value]
    editor = mo.ui.code_editor(value=sql, language="sql", label="SQL", debounce=True, show_copy_button=True)
    mo.vstack([mo.md(words), editor])
    return (editor,)


@app.cell
def _(Format, RefusedError, crew, editor, mo, pa):
    try:
        result, refusal = pa.ipc.open_stream(crew.ask(editor.value, Format.ARROW).content).read_all(), None
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
    mo.ui.table(shown, selection=None, show_download=False, page_size=20) if shown else mo.md("没有结果。")
    return (rows,)


@app.cell
def _(Decimal, mo, plots, rows):
    # a chart where the result has words, perhaps a year, and one amount
    first = rows[0] if len(rows) > 1 else {}
    amount = next((name for name, value in first.items() if isinstance(value, Decimal | float)), None)
    year = next((name for name in first if "year" in name), None)
    words_of = [name for name, value in first.items() if isinstance(value, str)]
    units = {"ten_thousand_yuan": "万元", "yuan": "元", "percent": "%"}
    unit = next((word for ending, word in units.items() if amount and amount.endswith(ending)), amount)
    figure = None
    if amount and year:
        series: dict = {}
        for row in rows:
            name = " ".join(str(row[word]) for word in words_of) or amount
            series.setdefault(name, {})[row[year]] = row[amount]
        figure = plots.lines(dict(list(series.items())[:8]), unit=unit)
    elif amount and words_of:
        named = [(" ".join(str(row[word]) for word in words_of), row[amount]) for row in rows[:20]]
        figure = plots.bars(named, unit=unit)
    drawing = plots.svg(figure) if figure is not None else None
    mo.Html(drawing.decode()) if drawing else None
    return (drawing,)


@app.cell
def _(Format, RefusedError, crew, drawing, editor, mo, result):
    def exported(form, name, media, label, **options):
        def content():
            try:
                return crew.ask(editor.value, form, **options).content.read()
            except (RefusedError, FileNotFoundError) as error:
                return str(error).encode()

        return mo.download(content, filename=name, mimetype=media, label=label)

    offered = (
        [
            exported(Format.CSV, "result.csv", "text/csv", "下载 CSV", for_spreadsheet=True),
            exported(Format.PARQUET, "result.parquet", "application/octet-stream", "下载 Parquet"),
        ]
        if result is not None
        else []
    )
    if drawing:
        offered.append(
            mo.download(drawing, filename="chart.svg", mimetype="image/svg+xml", label="下载图（SVG）")
        )
    mo.hstack(offered, justify="start")
    return


if __name__ == "__main__":
    app.run()
