"""Figures of the narrative; placeholder until the module lands in this folder."""

from collections.abc import Sequence

from pipelines.domain.page import Page
from pipelines.domain.statement import Figure


def narrative_figures(pages: Sequence[Page]) -> list[Figure]:
    """None yet."""
    return []
