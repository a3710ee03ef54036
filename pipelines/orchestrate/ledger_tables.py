"""What acquiring knows, as lake tables: requests, where files were found, who must publish."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.acquire import captured_documents, export_fetches, load_registry, load_sites, write_registry
from pipelines.acquire.site_files import SiteConfigError
from pipelines.domain.document import SourceDocument
from pipelines.orchestrate.gather import gather
from pipelines.orchestrate.places import Places

_TEXTS = ("document_id", "source_id", "path", "url", "list_url", "link_text", "first_seen_night")
_SOURCE_NAME = "source_name"
_TYPES: dict[str, pa.DataType] = {
    **dict.fromkeys((*_TEXTS, _SOURCE_NAME), pa.string()),
    "is_current": pa.bool_(),
}
CAPTURES = pa.schema(_TYPES)
INBOX = "inbox"
"""The source of files that people put into raw/inbox/ by hand."""


def export_ledger(places: Places) -> int:
    """Write the three tables anew, each atomically; returns the number of requests on record."""
    requests = export_fetches(places.raw, places.lake)
    called = site_names(places)
    rows = [
        {
            **{name: getattr(capture, name) for name in (*_TEXTS, "is_current")},
            "path": str(capture.path),
            _SOURCE_NAME: called.get(capture.source_id),
        }
        for capture in captured_documents(places.raw)
    ]
    _write(pa.Table.from_pylist(rows, schema=CAPTURES), places.lake / "captures" / "captures.parquet")
    if places.registry.is_file():
        write_registry(load_registry(places.registry), places.lake)
    return requests


def site_names(places: Places) -> dict[str, str]:
    """What the publishing sites are called; none where their configuration is not here or wrong."""
    try:
        return {site.name: site.title for site in load_sites(places.sites, broken=[])}
    except (SiteConfigError, OSError):
        return {}


def documents_to_read(places: Places, source_id: str | None = None) -> list[SourceDocument]:
    """Captured files and those of the inbox, each content once; of one source where one is named."""
    found: dict[str, SourceDocument] = {}
    if source_id != INBOX:
        for capture in captured_documents(places.raw, source_id):
            document = SourceDocument(capture.document_id, capture.source_id, str(capture.path))
            found.setdefault(capture.document_id, document)
    inbox = places.raw / INBOX
    if source_id in {None, INBOX} and inbox.is_dir():
        for document in gather([inbox]).documents:
            found.setdefault(document.document_id, document)
    return list(found.values())


def _write(table: pa.Table, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.tmp")
    pq.write_table(table, temporary)
    temporary.replace(path)
