"""Verbs of other stages under the one command, imported when they are asked for: starting stays quick."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

import click
import typer
from typer.core import TyperGroup

MOUNTED = {
    "findings": "pipelines.alert.commands",
    "site": "pipelines.acquire.commands",
}
"""Verb → module that holds a Typer `app`."""


class LazyGroup(TyperGroup):
    """The verbs of the command line, and those of `MOUNTED`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All verbs in order of declaration, then the mounted ones."""
        return [*super().list_commands(ctx), *(name for name, module in MOUNTED.items() if find_spec(module))]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb; a mounted one is imported now."""
        if cmd_name not in MOUNTED:
            return super().get_command(ctx, cmd_name)
        app: Any = import_module(MOUNTED[cmd_name]).app
        command = typer.main.get_group(app)
        command.name = cmd_name
        return command
