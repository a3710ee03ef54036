"""The sample city's marts without crawling: its files read as two nights, its register, one build."""

import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pyarrow as pa
import pyarrow.parquet as pq
import yaml

from pipelines.acquire.registry import load_registry, write_registry
from pipelines.domain.document import SourceDocument
from pipelines.orchestrate.gather import file_sha256
from pipelines.orchestrate.read_files import read_into_lake
from tests.support.hand_lake import CAPTURES, Built, build_marts

SAMPLE = Path(__file__).resolve().parents[2] / "raw" / "sample"
NIGHTS = {"sites": datetime.date(2024, 3, 1), "night2": datetime.date(2024, 3, 2)}


def hosts() -> dict[str, str]:
    """Host of a site's start page → name of the site."""
    names: dict[str, str] = {}
    for path in sorted((SAMPLE / "site_configs").glob("*.yml")):
        start = yaml.safe_load(path.read_text(encoding="utf-8"))["start"]
        for url in [start] if isinstance(start, str) else start:
            names[str(urlsplit(url).hostname)] = path.stem
    return names


def captures() -> list[dict[str, Any]]:
    """Every file of the two nights with its address and the text of its link (the sample names files so)."""
    sites = hosts()
    return [
        {
            "document_id": file_sha256(path),
            "source_id": sites[path.relative_to(SAMPLE / folder).parts[0]],
            "path": str(path),
            "url": f"http://{path.relative_to(SAMPLE / folder).as_posix()}",
            "link_text": path.stem,
            "first_seen_night": night.isoformat(),
            "is_current": folder == "night2"
            or not (SAMPLE / "night2" / path.relative_to(SAMPLE / folder)).exists(),
        }
        for folder, night in NIGHTS.items()
        for path in sorted((SAMPLE / folder).rglob("*.pdf"))
    ]


def build_sample(work: Path) -> Built:
    """Read, register and build; a few seconds, no network."""
    lake = work / "lake"
    rows = captures()
    read_into_lake([SourceDocument(row["document_id"], row["source_id"], row["path"]) for row in rows], lake)
    (lake / "captures").mkdir()
    pq.write_table(pa.Table.from_pylist(rows, schema=CAPTURES), lake / "captures" / "captures.parquet")
    write_registry(load_registry(SAMPLE / "registry.yml"), lake)
    return build_marts(lake, work)
