"""Whether the text behind a page is the text one sees: fonts without a map to Unicode yield other signs.

Chinese disclosures are written in the signs of GB 2312 (with a few more). Where a font's map is missing or
wrong, extraction yields rare ideographs, other scripts and control codes instead, and digits cannot be
trusted either.
"""

import numpy as np
import numpy.typing as npt

_DASHES = "—–−‐‑﹣·•"
"""signs of empty cells that Python's GB 2312 has not, or has at another code point."""

FEW_SIGNS = 20
"""visible signs: with fewer a page says nothing about its fonts."""
FOREIGN_SHARE = 0.2
"""of a page's signs; the most seen on a sound page is 0.07 (a document with Yi syllables for stops)."""


def _foreign() -> npt.NDArray[np.bool_]:
    """For each code point below 65,536, and for all others as one, whether disclosures do not use it."""
    foreign = np.ones(0x10001, bool)
    foreign[0x20:0x7F] = False
    for row in range(0xA1, 0xFF):
        signs = bytes(byte for cell in range(0xA1, 0xFF) for byte in (row, cell)).decode("gb2312", "ignore")
        foreign[[ord(sign) for sign in signs]] = False
    foreign[[ord(sign) for sign in _DASHES]] = False
    return foreign


_FOREIGN = _foreign()


def is_garbled(text: str, visible: npt.NDArray[np.bool_]) -> bool:
    """Whether a page's visible signs are not what a reader sees; `visible` has one entry a sign."""
    signs = np.count_nonzero(visible)
    if signs < FEW_SIGNS:
        return False
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)[visible]
    strange = np.count_nonzero(_FOREIGN[np.minimum(codes, 0x10000)])
    return bool(strange > FOREIGN_SHARE * signs)
