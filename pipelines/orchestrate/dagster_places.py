"""Dagster's one resource: where everything lies."""

from pathlib import Path

import dagster as dg

from pipelines.orchestrate.places import Places


class PlacesResource(dg.ConfigurableResource):  # type: ignore[type-arg]
    """The installation's folders; empty: from the environment, else ``raw`` and ``warehouse`` right here."""

    raw: str = ""
    warehouse: str = ""

    def places(self) -> Places:
        """The folders."""
        return Places.of(
            Path(self.raw) if self.raw else None, Path(self.warehouse) if self.warehouse else None
        )
