"""Discovery on stored pages of real sites, by configurations in YAML alone (needs ../shared)."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PAGES = ROOT.parent / "shared" / "sites"


@pytest.mark.corpus
@pytest.mark.skipif(not PAGES.is_dir(), reason="stored pages (../shared/sites) are not here")
def test_expected_links_of_stored_pages_are_found() -> None:
    command = [sys.executable, "-m", "benchmarks.site_links", "--pages", str(PAGES)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
