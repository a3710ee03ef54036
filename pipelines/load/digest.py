"""One hash for the content of a lake: equal rows give an equal hash, however they are spread over parts."""

import hashlib
from pathlib import Path

from pipelines.domain.lake import SCHEMAS
from pipelines.load.lake import read_part


def lake_digest(root: Path) -> str:
    """sha256 over the sorted rows of every table of the data contract."""
    digest = hashlib.sha256()
    for table in SCHEMAS:
        digest.update(f"{table}\n".encode())
        for row in sorted(_row_hashes(root, table)):
            digest.update(row)
    return digest.hexdigest()


def _row_hashes(root: Path, table: str) -> list[bytes]:
    hashes: list[bytes] = []
    for path in (root / table).glob("source=*/*.parquet"):
        for batch in read_part(path, table).to_batches(max_chunksize=4096):
            hashes.extend(hashlib.sha256(repr(row).encode()).digest() for row in batch.to_pylist())
    return hashes
