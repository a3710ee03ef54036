"""The verbs of acquiring for the command line: `crawl`, `site check`, `site new`; thin, imports on demand."""

from __future__ import annotations

import json
import os
import sys
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

_HELP = {"help_option_names": ["-h", "--help"]}
app = typer.Typer(name="site", no_args_is_help=True, add_completion=False, context_settings=_HELP)

Sites = Annotated[
    Path | None,
    typer.Option("--sites", help="站点配置目录 Folder of site configurations. （环境变量 MINGZHANG_SITES）"),
]
Register = Annotated[
    Path | None,
    typer.Option("--register", help="应公开名录 Register of units. （环境变量 MINGZHANG_REGISTRY）"),
]
Contact = Annotated[
    str | None, typer.Option("--contact", help="联系方式，写入 User-Agent Contact for site owners.")
]
Loopback = Annotated[bool, typer.Option("--allow-loopback", help="允许访问本机 Sites on this machine.")]
Gateway = Annotated[
    str | None,
    typer.Option("--gateway", help="改向重放服务器请求 Ask a replay server: {gateway}/{host}{path}."),
]
AsJson = Annotated[bool, typer.Option("--json", help="以 JSON 输出 Print JSON.")]


class Step(StrEnum):
    """The two halves of a crawl; the ledger lies between them."""

    DISCOVER = "discover"
    CAPTURE = "capture"


@app.callback()
def about() -> None:
    """发布站点：试用配置、提出新配置。 Publishing sites: try a configuration, propose a new one."""


@app.command(
    epilog="例 Example: mingzhang site check czj ；mingzhang site check czj --page list.html --url URL"
)
def check(
    name: Annotated[str, typer.Argument(help="站点名称（配置文件名） Name of the site.")],
    sites: Sites = None,
    register: Register = None,
    page: Annotated[
        Path | None, typer.Option("--page", help="只看一个已保存的网页 One stored page only.", exists=True)
    ] = None,
    url: Annotated[str | None, typer.Option("--url", help="该网页的地址 The stored page's URL.")] = None,
    contact: Contact = None,
    allow_loopback: Loopback = False,
    gateway: Gateway = None,
    as_json: AsJson = False,
) -> None:
    """按配置查看一遍站点，列出找到的链接并与名录对照；不下载文件。 Run a site's discovery once."""
    from pipelines.acquire.check_site import check_page, check_site, site_named
    from pipelines.acquire.decode import decode_page
    from pipelines.acquire.registry import load_registry

    with _explained():
        folder = _sites(sites)
        registry_path = register or _registry()
        registry = load_registry(registry_path) if registry_path.is_file() else None
        if page is not None:
            site = site_named(folder, name)
            source = decode_page(page.read_bytes(), encoding=site.encoding)
            result = check_page(site, source, url or site.start[0], registry)
        else:
            result = check_site(
                folder,
                name,
                registry,
                allow_loopback=allow_loopback,
                gateway=gateway,
                contact=contact,
                progress=None if as_json else typer.echo,
            )
    typer.echo(json.dumps(result.as_json(), ensure_ascii=False, indent=1) if as_json else result.report())


@app.command(epilog="例 Example: mingzhang site new https://czj.example.gov.cn/bmys/ > czj.yml")
def new(
    url: Annotated[str, typer.Argument(help="列表页地址 URL of a list page.")],
    page: Annotated[
        Path | None, typer.Option("--page", help="用已保存的网页 Use a stored page.", exists=True)
    ] = None,
    contact: Contact = None,
    allow_loopback: Loopback = False,
    gateway: Gateway = None,
) -> None:
    """看一个列表页，识别平台并提出配置（YAML）。 Recognise the platform, propose a configuration."""
    from pipelines.acquire.decode import decode_page
    from pipelines.acquire.propose import propose, propose_for

    with _explained():
        if page is not None:
            proposal = propose(decode_page(page.read_bytes()), url)
        else:
            proposal = propose_for(url, allow_loopback=allow_loopback, gateway=gateway, contact=contact)
    typer.echo(proposal.text, nl=False)


@app.command(name="list", epilog="例 Example: mingzhang site list")
def list_sites(sites: Sites = None) -> None:
    """列出已配置的站点。 List the configured sites."""
    from pipelines.acquire.site_files import load_sites

    with _explained():
        broken: list[str] = []
        for site in load_sites(_sites(sites), broken=broken):
            typer.echo(f"{site.name}\t{site.title}\t{site.start[0]}")
        for fault in broken:
            typer.echo(fault, err=True)


@app.command(name="crawl", epilog="例 Example: mingzhang site crawl czj --contact ops@example.org")
def crawl_command(
    site: Annotated[list[str] | None, typer.Argument(help="站点名称，默认全部 Names, default all.")] = None,
    night: Annotated[
        str | None, typer.Option("--night", help="哪一晚 Which night.", show_default="今天")
    ] = None,
    sites: Sites = None,
    raw: Annotated[
        Path | None, typer.Option("--raw", help="原件目录 Originals. （环境变量 MINGZHANG_RAW，默认 raw）")
    ] = None,
    stop_after: Annotated[
        float | None, typer.Option("--stop-after", help="采集时限（秒） Stop after seconds.")
    ] = None,
    hours: Annotated[
        str | None,
        typer.Option("--hours", help="采集时段，如 22:00-06:00 When to ask. （环境变量 MINGZHANG_HOURS）"),
    ] = None,
    step: Annotated[
        Step | None,
        typer.Option("--step", help="只做一步：discover 找链接，capture 取文件 One step only."),
    ] = None,
    contact: Contact = None,
    allow_loopback: Loopback = False,
    gateway: Gateway = None,
) -> None:
    """采集各站点，原件存入 raw/；同一晚再次运行只补未完成的部分。 Crawl the sites into raw/."""
    from pipelines.acquire.crawl import crawl

    with _explained():
        summary = crawl(
            _sites(sites),
            raw or Path(os.environ.get("MINGZHANG_RAW", "raw")),
            night=night or date.today().isoformat(),
            only=site or None,
            allow_loopback=allow_loopback,
            gateway=gateway,
            contact=contact,
            stop_after=stop_after,
            hours=hours,
            progress=typer.echo,
            steps=("discover", "capture") if step is None else (step.value,),
        )
    typer.echo(summary.report())


class _explained:  # noqa: N801
    """What went wrong as one Chinese message and exit status 2, without a traceback."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: object) -> None:
        from pipelines.acquire.crawl import CrawlFailedError
        from pipelines.acquire.list_api import ApiAnswerError
        from pipelines.acquire.registry import RegistryError
        from pipelines.acquire.site_files import SiteConfigError

        if isinstance(fault, SiteConfigError | RegistryError | CrawlFailedError | ApiAnswerError):
            sys.stderr.write(f"{fault}\n")
            raise typer.Exit(2) from fault


def _sites(given: Path | None) -> Path:
    from pipelines.acquire.site_files import SITES

    return given or Path(os.environ.get("MINGZHANG_SITES", SITES))


def _registry() -> Path:
    default = Path(__file__).parent / "registry.yml"
    return Path(os.environ.get("MINGZHANG_REGISTRY", default))
