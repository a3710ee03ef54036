"""The notebook runs from top to bottom on a published warehouse (needs the extra `desk`)."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.board_fixture import invented_city

pytest.importorskip("marimo", reason="the extra `desk` is not installed (uv pip install -e .[desk])")
ROOT = Path(__file__).parents[3]


def test_the_notebook_runs_from_top_to_bottom(tmp_path: Path) -> None:
    city = invented_city(tmp_path / "city")
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "notebooks" / "queries.py")],
        env={**os.environ, "MINGZHANG_WAREHOUSE": str(city.places.warehouse), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-2000:]
