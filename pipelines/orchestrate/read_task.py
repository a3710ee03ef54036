"""What a reading worker does for one file, and nothing that only the writer of the lake needs."""

import hashlib
from dataclasses import replace
from pathlib import Path

from pipelines.domain.document import SourceDocument
from pipelines.load.rows import Tables, rows_to_tables
from pipelines.orchestrate.gather import printable
from pipelines.orchestrate.reading import READER_VERSION, read_document


def read_tables(source: SourceDocument) -> Tables | None:
    """Runs in a worker: the rows of one document as Arrow tables; None where its bytes are gone."""
    try:
        data = Path(source.path).read_bytes()
    except OSError:
        return None
    if hashlib.sha256(data).hexdigest() != source.document_id:
        return None
    return rows_to_tables(read_document(named(source), data), READER_VERSION)


def named(source: SourceDocument) -> SourceDocument:
    """The document under a name that can be written down."""
    return replace(source, path=printable(source.path))
