"""Writes raw/sample/ anew: `python -m tests.sample_city.build`. The same bytes every time."""

from pathlib import Path

from tests.sample_city import seed_document

SAMPLE = Path(__file__).parents[2] / "raw" / "sample"
SEED_PATH = Path("sites/rdb.xinzhou.example/files/202302") / seed_document.FILE_NAME


def build(target: Path = SAMPLE) -> None:
    """Writes every file of the sample below `target`."""
    path = target / SEED_PATH
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(seed_document.seed_book().data)


if __name__ == "__main__":
    build()
