"""Which lines a style draws around the cells of a table, and how."""

from tests.typesetter.canvas import Canvas
from tests.typesetter.style import Ruling

Edge = tuple[float, float, float, float]


def rule(canvas: Canvas, ruling: Ruling, boxes: list[Edge], header_bottom: float | None) -> None:
    """Rules the cells of one page; `header_bottom` is where its header ends, None where it has none."""
    if not boxes or ruling in (Ruling.NONE, Ruling.BANDS):
        return
    if ruling is Ruling.DOUBLED:
        for x0, y0, x1, y1 in boxes:
            canvas.box(x0 + 0.4, y0 + 0.4, x1 - 0.4, y1 - 0.4, stroke=True)
        return
    for x0, y0, x1, y1 in sorted(_drawn(ruling, boxes, header_bottom)):
        if ruling is Ruling.RECTANGLES:
            canvas.box(x0 - 0.25, y0 - 0.25, x1 + 0.25, y1 + 0.25, grey=90)
        elif ruling is Ruling.DASHED:
            canvas.dashed(x0, y0, x1, y1)
        else:
            canvas.line(x0, y0, x1, y1)


def _drawn(ruling: Ruling, boxes: list[Edge], header_bottom: float | None) -> set[Edge]:
    left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
    top, bottom = min(box[1] for box in boxes), max(box[3] for box in boxes)
    edges = _edges(boxes)
    if ruling is Ruling.THREE_LINES:
        return {(left, y, right, y) for y in (top, header_bottom or top, bottom)}
    if ruling is Ruling.HORIZONTAL:
        return {edge for edge in edges if edge[1] == edge[3]}
    if ruling is Ruling.OPEN_SIDES:
        return {edge for edge in edges if edge[1] == edge[3] or left + 0.1 < edge[0] < right - 0.1}
    if ruling is Ruling.VERTICAL:
        frame = {(left, top, right, top), (left, bottom, right, bottom)}
        return {edge for edge in edges if edge[0] == edge[2]} | frame
    return edges


def _edges(boxes: list[Edge]) -> set[Edge]:
    """Every edge once, joined where neighbours share it and run on."""
    horizontal: dict[float, list[tuple[float, float]]] = {}
    vertical: dict[float, list[tuple[float, float]]] = {}
    for x0, y0, x1, y1 in boxes:
        for y in (y0, y1):
            horizontal.setdefault(round(y, 2), []).append((round(x0, 2), round(x1, 2)))
        for x in (x0, x1):
            vertical.setdefault(round(x, 2), []).append((round(y0, 2), round(y1, 2)))
    result = {(a, y, b, y) for y, spans in horizontal.items() for a, b in _joined(spans)}
    return result | {(x, a, x, b) for x, spans in vertical.items() for a, b in _joined(spans)}


def _joined(spans: list[tuple[float, float]]) -> list[tuple[float, float]]:
    result: list[tuple[float, float]] = []
    for start, end in sorted(set(spans)):
        if result and start <= result[-1][1] + 0.05:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result
