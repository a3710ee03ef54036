"""From an answer to a kept file: which outcome it has, which version it is."""

from pathlib import Path

from pipelines.acquire.archive_reading import ARCHIVE_EXTENSIONS
from pipelines.acquire.archives import Unpacked, unpack
from pipelines.acquire.ledger import Fetch, Ledger
from pipelines.acquire.store import Incoming, StoredFile, store_bytes

_READ = ARCHIVE_EXTENSIONS | {"pdf", "html"}


def keep_file(ledger: Ledger, raw: Path, fetch: Fetch, incoming: Incoming) -> StoredFile:
    """Keep a streamed file and record what it is to the ledger."""
    stored = incoming.keep(fetch.file_name or fetch.link_text or fetch.url)
    unpacked = unpack(raw, raw / stored.path) if stored.is_complete else Unpacked((), ())
    _record(ledger, fetch, stored, "" if stored.is_complete else "truncated", unpacked)
    return stored


def keep_page(ledger: Ledger, raw: Path, fetch: Fetch, body: bytes) -> StoredFile:
    """Keep a web page that came where a document was announced: evidence, and the reader's to name."""
    stored = store_bytes(raw, body)
    _record(ledger, fetch, stored, "not_a_document", Unpacked((), ()))
    return stored


def _record(ledger: Ledger, fetch: Fetch, stored: StoredFile, fault: str, unpacked: Unpacked) -> None:
    fetch.sha256, fetch.bytes = stored.sha256, stored.bytes
    before = ledger.current_file(fetch.source_id, fetch.url_key)
    if fault:
        fetch.outcome = fault
        fetch.message = "文件没有结尾，可能不完整" if fault == "truncated" else "内容是网页，不是文件；已留存"
    elif before is None:
        fetch.outcome = "new"
    else:
        fetch.outcome = "unchanged" if before["sha256"] == stored.sha256 else "changed"
    if unpacked.notes:
        fetch.message = "；".join(unpacked.notes[:5])
    elif not fault and stored.extension not in _READ:
        fetch.message = f"{stored.extension} 格式暂不读取，已留存"
    with ledger.transaction():
        ledger.save_file(fetch.source_id, fetch.url_key, stored)
        for member in unpacked.members:
            ledger.save_file(fetch.source_id, fetch.url_key, member.stored, member.name, stored.sha256)
        ledger.save_document(fetch)
        ledger.record(fetch)
