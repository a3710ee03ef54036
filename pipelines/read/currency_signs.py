"""Accounting format (会计专用): ``¥`` at the left border of a cell, its amount at the right one."""

import re

import numpy as np

from pipelines.read.pdfium import RawPage
from pipelines.read.text import SAME_LINE, SPACE_GAP

_SIGN = re.compile("[¥￥]")


def drop_currency_signs(raw: RawPage) -> None:
    """Take signs of currency that touch nothing from the page's text: they are no words of a column."""
    places = [found.start() for found in _SIGN.finditer(raw.text)]
    if not places:
        return
    (index,) = raw.visible.nonzero()
    boxes = raw.boxes[index]
    left, top, right, bottom = boxes.T
    height = np.maximum(bottom - top, 1.0)
    level = np.abs(np.diff(top + bottom) / 2) < SAME_LINE * np.minimum(height[1:], height[:-1])
    touching = level & (np.abs(left[1:] - right[:-1]) < SPACE_GAP * np.minimum(height[1:], height[:-1]))
    touches = np.concatenate((touching, [False])) | np.concatenate(([False], touching))
    alone = np.zeros(len(raw.text), bool)
    alone[index] = ~touches
    raw.visible[[place for place in places if alone[place]]] = False
