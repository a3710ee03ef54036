"""Run the command `mingzhang` as a user does: its own process, its own working folder."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

MINGZHANG = Path(sys.executable).with_name("mingzhang")
SEED_PDFS = sorted(
    (Path(__file__).parents[2] / "raw" / "sample" / "sites" / "rdb.xinzhou.example").rglob("*.pdf")
)


def environment() -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith("MINGZHANG_")}
    cache = Path(tempfile.gettempdir()) / "mingzhang-tests-cache"
    return {**ours, "COLUMNS": "160", "NO_COLOR": "1", "XDG_CACHE_HOME": str(cache)}


def mingzhang(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [str(MINGZHANG), *(str(argument) for argument in arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd, env=environment())


def copies_of_a_disclosure(folder: Path, number: int, cities: int = 3) -> None:
    """So many files with the seed's pages, each with other bytes (a comment after the end of the file)."""
    seed = SEED_PDFS[0].read_bytes()
    for index in range(number):
        path = folder / f"市{index % cities}" / f"{index}.pdf"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(seed + f"\n% copy {index}\n".encode())
