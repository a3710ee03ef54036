"""The verb `mingzhang crawl`: the same as `mingzhang site crawl`, mounted at the top of the command."""

import typer

from pipelines.acquire.commands import crawl_command

app = typer.Typer(
    name="crawl", add_completion=False, context_settings={"help_option_names": ["-h", "--help"]}
)
app.command(name="crawl", epilog="例 Example: mingzhang crawl czj --contact ops@example.org")(crawl_command)
