"""Half a download that is worth keeping: its bytes, and what proves that the other half belongs to it.

A broken or killed download leaves `incoming/KEY.part` and `KEY.json` behind. The next attempt asks for the
rest (Range) on condition that the file is still the same (If-Range: strong ETag or Last-Modified); a server
that answers otherwise sends the whole file again.
"""

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path

from scrapy.http import Headers

_BOOT = Path("/proc/sys/kernel/random/boot_id")
OVERLAP = 1
"""bytes asked for again, so that also of a file that was whole when it was killed a rest can be asked for."""
_CONTENT_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)")


@dataclass(frozen=True, slots=True)
class Partial:
    """A download that may be resumed.

    Attributes:
        validator: what the server must still say of the file.
        boot: the machine's run in which the bytes were written; empty: they are safely on disk.
    """

    url: str
    validator: str
    boot: str


def part_path(raw: Path, key: str) -> Path:
    """Where the bytes of a resumable download are written."""
    return raw / "incoming" / f"{hashlib.sha256(key.encode()).hexdigest()[:32]}.part"


def validator_of(headers: Headers) -> str | None:
    """A validator that proves two halves to be of one file: a strong ETag, else Last-Modified."""
    etag = (headers.get("ETag") or b"").decode("latin-1")
    if etag and not etag.startswith("W/"):
        return etag
    modified = headers.get("Last-Modified")
    return modified.decode("latin-1") if modified and not etag else None


def note(part: Path, url: str, validator: str, is_on_disk: bool = False) -> None:
    """Write down what a download's bytes belong to."""
    boot = "" if is_on_disk else _this_boot()
    target = part.with_suffix(".json")
    temporary = target.with_suffix(".tmp")
    temporary.write_text(json.dumps(asdict(Partial(url, validator, boot))), encoding="utf-8")
    temporary.replace(target)


def noted(part: Path) -> Partial | None:
    """The half download at this place; None where there is none, or none to be trusted."""
    try:
        partial = Partial(**json.loads(part.with_suffix(".json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    is_same_run = partial.boot in {"", _this_boot()}
    return partial if is_same_run and part.is_file() and part.stat().st_size else None


def forget(part: Path) -> None:
    """Throw a half download away."""
    part.unlink(missing_ok=True)
    part.with_suffix(".json").unlink(missing_ok=True)


def continues(status: int, headers: Headers, partial: Partial, have: int) -> bool:
    """Whether an answer is the rest of what is here already."""
    match = _CONTENT_RANGE.match((headers.get("Content-Range") or b"").decode("latin-1"))
    said = validator_of(headers)
    return (
        status == 206
        and match is not None
        and int(match[1]) == have - OVERLAP
        and said in {None, partial.validator}
    )


def _this_boot() -> str:
    try:
        return _BOOT.read_text(encoding="ascii").strip()
    except OSError:
        return "?"
