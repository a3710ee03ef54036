import subprocess
import sys

import pytest
from typer.testing import CliRunner

from pipelines.cli import app
from pipelines.orchestrate.lazy_commands import MOUNTED


@pytest.mark.parametrize("verb", sorted(MOUNTED))
def test_every_mounted_verb_is_there_and_explains_itself(verb: str) -> None:
    shown = CliRunner().invoke(app, [verb, "--help"])
    assert shown.exit_code == 0, shown.output
    assert f"mingzhang {verb}" in shown.output or f"{verb} " in shown.output
    assert "completion" not in shown.output


def test_help_names_mounted_verbs_without_importing_them() -> None:
    script = (
        "import sys; from typer.testing import CliRunner; from pipelines.cli import app\n"
        "print(CliRunner().invoke(app, ['--help']).output)\n"
        "heavy = {'scrapy', 'duckdb', 'pyarrow', 'dagster', 'pandas', 'apprise'} & set(sys.modules)\n"
        "print('heavy:', sorted(heavy))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "heavy: []" in done.stdout
    assert all(f" {verb} " in done.stdout for verb in MOUNTED)


def test_an_unknown_verb_is_refused() -> None:
    assert CliRunner().invoke(app, ["nothing"]).exit_code == 2
