"""Where everything lies: raw/ (kept) and warehouse/ (can be rebuilt)."""

import os
from dataclasses import dataclass
from pathlib import Path

RAW_VARIABLE = "MINGZHANG_RAW"
WAREHOUSE_VARIABLE = "MINGZHANG_WAREHOUSE"
SITES_VARIABLE = "MINGZHANG_SITES"
REGISTRY_VARIABLE = "MINGZHANG_REGISTRY"
ALERTS_VARIABLE = "MINGZHANG_ALERTS"
PUBLISHED_NAME = "mingzhang.duckdb"
_ACQUIRE = Path(__file__).parents[1] / "acquire"


@dataclass(frozen=True, slots=True)
class Places:
    """The two folders of an installation and what lies where inside them."""

    raw: Path
    warehouse: Path
    sites: Path

    @classmethod
    def of(
        cls, raw: Path | None = None, warehouse: Path | None = None, sites: Path | None = None
    ) -> "Places":
        """From options where given, else from the environment, else ``raw`` and ``warehouse`` right here.

        `sites` holds the site configurations, one YAML file each; by default those of the package.
        """
        return cls(
            (raw or Path(os.environ.get(RAW_VARIABLE, "raw"))).absolute(),
            (warehouse or Path(os.environ.get(WAREHOUSE_VARIABLE, "warehouse"))).absolute(),
            (sites or Path(os.environ.get(SITES_VARIABLE, _ACQUIRE / "sites"))).absolute(),
        )

    @property
    def registry(self) -> Path:
        """Who must publish (应公开名录): MINGZHANG_REGISTRY, else the one that comes with the package."""
        return Path(os.environ.get(REGISTRY_VARIABLE, _ACQUIRE / "registry.yml"))

    @property
    def alerts(self) -> Path:
        """Who hears of what: MINGZHANG_ALERTS, else ``alerts.yml`` right here (may be missing)."""
        return Path(os.environ.get(ALERTS_VARIABLE, "alerts.yml")).absolute()

    @property
    def findings(self) -> Path:
        """The life of findings and what was told to whom: the one thing here that cannot be rebuilt."""
        return self.warehouse / "alerts.sqlite"

    @property
    def lake(self) -> Path:
        """Parquet, one folder per table."""
        return self.warehouse / "lake"

    @property
    def build(self) -> Path:
        """Working files of the model stage; may be deleted at any time."""
        return self.warehouse / "build"

    @property
    def build_db(self) -> Path:
        """The DuckDB file dbt works in; never opened by readers."""
        return self.build / "work.duckdb"

    @property
    def published(self) -> Path:
        """The one file that readers open, replaced by rename."""
        return self.warehouse / PUBLISHED_NAME

    @property
    def runs(self) -> Path:
        """One log per run."""
        return self.warehouse / "runs"
