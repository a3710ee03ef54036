"""What a rebuild of the warehouse did, on the terminal, in Chinese."""

from rich.console import Console
from rich.markup import escape

from pipelines.orchestrate.places import Places
from pipelines.orchestrate.rebuild import Rebuilt


def show_rebuilt(console: Console, places: Places, rebuilt: Rebuilt) -> None:
    """Where the warehouse is and how much is in it; or that nothing had changed."""
    where = escape(str(places.published))
    if rebuilt.published is None:
        console.print(f"仓库无变化：{where}", soft_wrap=True)
        return
    rows = rebuilt.published.rows
    findings = f"，问题{rows['fct_findings']:,}条" if "fct_findings" in rows else ""
    console.print(
        f"仓库已发布：{where}（{len(rows)}张表{findings}；建模与发布{rebuilt.seconds:.1f}秒）", soft_wrap=True
    )
