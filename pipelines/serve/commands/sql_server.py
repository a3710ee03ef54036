"""`mingzhang sql-server`: the warehouse for programs elsewhere, over HTTP with a token (远程查询)."""

import logging
import os
from pathlib import Path
from typing import Annotated

import typer

from pipelines.serve.commands.shared import HERE, PUBLISHED, Warehouse, fail
from pipelines.serve.confined import Crew
from pipelines.serve.remote import remote_app, serve_remote
from pipelines.serve.warehouse import Limits

TOKEN_VARIABLE = "MINGZHANG_SQL_TOKEN"
HOSTS_VARIABLE = "MINGZHANG_SQL_HOSTS"
SHORTEST_TOKEN = 16
LOOPBACK = ("127.0.0.1", "localhost")

app = typer.Typer(name="sql-server", add_completion=False)


@app.command(
    epilog="例 Example: MINGZHANG_SQL_TOKEN=$(openssl rand -hex 24) mingzhang sql-server --port 8788"
)
def sql_server(
    host: Annotated[str, typer.Option("--host", help="监听地址 Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help="端口 Port.")] = 8788,
    seconds: Annotated[float, typer.Option("--seconds", min=1, help="每条查询时限 Time limit.")] = 30,
    memory: Annotated[int, typer.Option("--memory", min=64, help="每条查询内存上限（MB） Memory.")] = 1000,
    largest: Annotated[int, typer.Option("--largest", min=1, help="结果上限（MB） Largest answer.")] = 256,
    workers: Annotated[int, typer.Option("--workers", min=1, help="同时查询数 Queries at once.")] = 2,
    certificate: Annotated[
        Path | None, typer.Option("--certificate", exists=True, help="HTTPS 证书（PEM） Certificate.")
    ] = None,
    key: Annotated[Path | None, typer.Option("--key", exists=True, help="HTTPS 私钥（PEM） Key.")] = None,
    warehouse: Warehouse = HERE,
) -> None:
    """远程查询（HTTP，只读，须口令）。 SQL over HTTP with a token, read-only, within limits."""
    token = os.environ.get(TOKEN_VARIABLE, "")
    if len(token) < SHORTEST_TOKEN:
        fail(
            f"请先设置环境变量 {TOKEN_VARIABLE}，至少 {SHORTEST_TOKEN} 个字符，如 openssl rand -hex 24 所给。"
        )
    if (certificate is None) != (key is None):
        fail("--certificate 与 --key 须同时给出。")
    if not (warehouse / PUBLISHED).is_file():
        fail(f"没有找到已发布的仓库：{warehouse / PUBLISHED}。请先运行 mingzhang ingest。")
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    scheme = "https" if certificate else "http"
    typer.echo(
        f"查询接口：{scheme}://{host}:{port}/sql（只读，每条至多 {seconds:g} 秒、{memory} MB）", err=True
    )
    if host not in LOOPBACK and certificate is None:
        typer.echo("注意：未用 HTTPS，口令会以明文传送；请加证书或置于 HTTPS 反向代理之后。", err=True)
    limits = Limits(seconds=seconds, memory=f"{memory}MB")
    names = [name for name in os.environ.get(HOSTS_VARIABLE, "").split(",") if name]
    crew = Crew(warehouse / PUBLISHED, limits, workers, largest * 1024**2)
    pair = (str(certificate), str(key)) if certificate and key else None
    serve_remote(remote_app(crew, token, [*LOOPBACK, host, *names]), host, port, pair)
