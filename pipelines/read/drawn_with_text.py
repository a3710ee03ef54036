"""Rules drawn with letters (┌──┬──┐ │): they part words and are none; what is left lines up to a table."""

import re

import numpy as np

from pipelines.read.pdfium import RawPage

_UPRIGHT = re.compile("[│┃║]")
FIRST, LAST = 0x2500, 0x257F
"""the signs for drawing boxes."""


def drop_box_signs(raw: RawPage) -> None:
    """Take the signs of drawn boxes from the page's text, where uprights are among them."""
    if _UPRIGHT.search(raw.text) is None:
        return
    codes = np.frombuffer(raw.text.encode("utf-32-le"), np.uint32)
    raw.visible &= (codes < FIRST) | (codes > LAST)
