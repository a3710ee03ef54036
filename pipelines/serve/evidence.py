"""Evidence pictures (证据图): a page of a disclosure with the cells in question boxed, as PNG.

In: a PDF, a page number, boxes in points from the top left of the page as displayed. Out: PNG bytes, or
None where the page cannot be drawn. Drawing runs in a worker process with a time limit: a hostile page
costs one picture. Does not belong here: which boxes (the findings say).
"""

import io
import multiprocessing
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import pypdfium2
from PIL import Image, ImageDraw

from pipelines.domain.page import Box, upright

SCALE = 1.6
PIXELS = 12_000_000
"""No picture is larger, whatever the page claims to measure."""
MARGIN = 90.0
"""Points kept above and below the boxes of a cropped picture."""
LETTERS = 30
"""of a page, asked how they stand."""
_RED = (207, 34, 46)
_PAD = 2.0


@dataclass(frozen=True, slots=True)
class Shot:
    """What to draw.

    Attributes:
        page: 1-based.
        crop: only the part of the page around the boxes, at full width.
    """

    path: str
    page: int
    boxes: tuple[Box, ...] = ()
    crop: bool = False
    scale: float = SCALE


class Pictured(Protocol):
    """What the alert stage asks a picture for."""

    path: str
    page: int
    boxes: list[tuple[float, float, float, float]]


def draw(shot: Shot) -> bytes | None:
    """The picture, drawn in this process; None where the file or page cannot be read."""
    try:
        document = pypdfium2.PdfDocument(shot.path)
    except (pypdfium2.PdfiumError, OSError):
        return None
    try:
        if not 1 <= shot.page <= len(document):
            return None
        page = document[shot.page - 1]
        width, height = page.get_size()
        scale = min(shot.scale, (PIXELS / max(width * height, 1.0)) ** 0.5)
        image = page.render(scale=scale, rotation=_turn(page)).to_pil().convert("RGB")
    except pypdfium2.PdfiumError:
        return None
    finally:
        document.close()
    _mark(image, shot.boxes, scale)
    if shot.crop and shot.boxes:
        image = _cropped(image, shot.boxes, scale)
    stream = io.BytesIO()
    image.quantize(96).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def _turn(page: pypdfium2.PdfPage) -> int:
    """Degrees to turn the page beyond its own rotation until it can be read, as the boxes have it."""
    text = page.get_textpage()
    count = text.count_chars()
    inked = [k for k in range(count) if pypdfium2.raw.FPDFText_GetUnicode(text.raw, k) > 0x20]
    some = inked[:: max(len(inked) // LETTERS, 1)]
    angles = [pypdfium2.raw.FPDFText_GetCharAngle(text.raw, k) for k in some]
    own = int(page.get_rotation())
    return (upright(angles, own) - own) % 360


class Artist:
    """Draws in one worker process, remembers the last pictures; safe to share between threads."""

    def __init__(self, seconds: float = 20.0, remembered: int = 128) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None
        self._drawn: Callable[[Shot, int], bytes | None] = lru_cache(remembered)(self._fresh)

    def draw(self, shot: Shot) -> bytes | None:
        """The picture, None where it cannot be drawn in time."""
        try:
            modified = Path(shot.path).stat().st_mtime_ns
        except OSError:
            return None
        return self._drawn(shot, modified)

    def close(self) -> None:
        """End the worker process."""
        with self._lock:
            self._drop()

    def _fresh(self, shot: Shot, modified: int) -> bytes | None:
        with self._lock:
            if self._pool is None:
                self._pool = ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))
            try:
                return self._pool.submit(draw, shot).result(timeout=self._seconds)
            except (TimeoutError, BrokenExecutor):
                self._drop()
                return None

    def _drop(self) -> None:
        if self._pool is None:
            return
        for process in list((self._pool._processes or {}).values()):
            process.kill()
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = None


def draw_for_mail(root: Path, artist: Artist) -> Callable[[Pictured], bytes | None]:
    """A drawing function for `alert`: paths are taken relative to `root`, the picture is cropped."""

    def drawn(picture: Pictured) -> bytes | None:
        boxes = tuple(Box(*box) for box in picture.boxes)
        return artist.draw(Shot(str(root / picture.path), picture.page, boxes, crop=True))

    return drawn


def _mark(image: Image.Image, boxes: Sequence[Box], scale: float) -> None:
    pencil = ImageDraw.Draw(image, "RGBA")
    for box in boxes:
        sides = [
            (box.x0 - _PAD) * scale,
            (box.top - _PAD) * scale,
            (box.x1 + _PAD) * scale,
            (box.bottom + _PAD) * scale,
        ]
        pencil.rectangle(sides, outline=_RED, width=max(2, round(1.4 * scale)), fill=(*_RED, 28))


def _cropped(image: Image.Image, boxes: Sequence[Box], scale: float) -> Image.Image:
    top = max(0, int((min(box.top for box in boxes) - MARGIN) * scale))
    bottom = min(image.height, int((max(box.bottom for box in boxes) + MARGIN) * scale))
    return image.crop((0, top, image.width, bottom)) if bottom > top else image
