"""Verbs of other stages under the one command, imported when they are asked for: starting stays quick."""

from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import click
import typer
from typer.core import TyperCommand, TyperGroup


class Mounted(NamedTuple):
    """A verb that lives elsewhere: the module that holds its Typer `app`, and its line in the help."""

    module: str
    help: str


MOUNTED = {
    "check": Mounted(
        "pipelines.orchestrate.check_verb", "公开前自查：勾稽与形式。 Check disclosures before publication."
    ),
    "explain": Mounted(
        "pipelines.orchestrate.explain", "识别结果图：网格、表头、栏目。 What was seen on a page."
    ),
    "findings": Mounted("pipelines.alert.commands", "查看和处理问题。 List and settle findings."),
    "crawl": Mounted(
        "pipelines.acquire.crawl_verb", "采集各站点，原件存入 raw/。 Crawl the sites into raw/."
    ),
    "site": Mounted(
        "pipelines.acquire.commands", "发布站点：试用与起草配置。 Publishing sites: try, propose."
    ),
    "board": Mounted("pipelines.orchestrate.board", "打开看板（网页）。 Serve the board."),
    "sql-server": Mounted(
        "pipelines.serve.commands.sql_server", "远程查询（HTTP，须口令）。 SQL over HTTP, with a token."
    ),
    "evidence": Mounted(
        "pipelines.serve.commands.evidence", "问题所在页的图片。 Pictures with the cells boxed."
    ),
    "cite": Mounted(
        "pipelines.serve.commands.cite", "任一行的出处与引用格式。 Source and citation of a row."
    ),
    "release": Mounted("pipelines.serve.commands.release", "发布版：数据快照。 Dated snapshots."),
    "plot": Mounted("pipelines.serve.commands.plot", "由仓库数据画图。 Charts."),
    "docs": Mounted("pipelines.model.commands", "各表各列的说明，单个网页。 The models' docs as one page."),
}
_COMPLETION = {"install_completion", "show_completion"}


class LazyGroup(TyperGroup):
    """The verbs declared here, and those of `MOUNTED`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All verbs in order of declaration, then the mounted ones."""
        return [*super().list_commands(ctx), *(name for name in MOUNTED if _is_there(name))]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb; of a mounted one only its name and line, enough for the help."""
        if cmd_name in MOUNTED:
            return TyperCommand(cmd_name, help=MOUNTED[cmd_name].help)
        return super().get_command(ctx, cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The verb that is to run; a mounted one is imported now."""
        if args[0] in MOUNTED and _is_there(args[0]):
            return args[0], _load(args[0]), args[1:]
        return super().resolve_command(ctx, args)


def _load(name: str) -> click.Command:
    app: Any = import_module(MOUNTED[name].module).app
    command = typer.main.get_command(app)
    command.name = name
    command.params = [option for option in command.params if option.name not in _COMPLETION]
    return command


def _is_there(name: str) -> bool:
    """Whether the module exists; nothing is imported."""
    parts = MOUNTED[name].module.split(".")[1:]
    return Path(__file__).parents[1].joinpath(*parts).with_suffix(".py").is_file()
