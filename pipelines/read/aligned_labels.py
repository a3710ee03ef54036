"""Labels of a header: the lines of one cell belong together."""

from dataclasses import dataclass

from pipelines.read.text import Run

CODE_PARTS = frozenset("类款项目")
"""labels of one character that are whole."""


@dataclass(slots=True)
class Label:
    """The lines of one header cell."""

    runs: list[Run]

    @property
    def x0(self) -> float:
        """Left edge of the text."""
        return min(run.x0 for run in self.runs)

    @property
    def x1(self) -> float:
        """Right edge of the text."""
        return max(run.x1 for run in self.runs)

    @property
    def centre(self) -> float:
        """x of its middle."""
        return (self.x0 + self.x1) / 2

    @property
    def middle(self) -> float:
        """y of its middle."""
        return (min(run.top for run in self.runs) + max(run.bottom for run in self.runs)) / 2

    @property
    def height(self) -> float:
        """Of its first line."""
        return max(self.runs[0].bottom - self.runs[0].top, 1.0)


def labels_of(runs: list[Run], leading: float) -> list[Label]:
    """Runs of a header → labels: lines of a cell, at most `leading` heights apart, are one."""
    labels: list[Label] = []
    parts = _code_parts(runs)
    for run in sorted(runs, key=lambda r: (r.top, r.x0)):
        height = max(run.bottom - run.top, 1.0)
        over = next(
            (
                label
                for label in labels
                if abs(label.centre - (run.x0 + run.x1) / 2) < height
                and 0.5 * height < run.top - label.runs[-1].top < leading * height
                and id(run) not in parts
            ),
            None,
        )
        if over is None:
            labels.append(Label([run]))
        else:
            over.runs.append(run)
    return labels


def _code_parts(runs: list[Run]) -> set[int]:
    """The runs that name the parts of a code: 类, 款, 项 beside each other."""
    alone = [run for run in runs if run.text.strip() in CODE_PARTS]
    return {
        id(run)
        for run in alone
        if any(other.text != run.text and abs(other.top - run.top) < run.bottom - run.top for other in alone)
    }
