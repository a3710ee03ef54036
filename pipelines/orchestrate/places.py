"""Where everything lies: raw/ and state/ (kept) and warehouse/ (can be rebuilt)."""

import os
from dataclasses import dataclass
from pathlib import Path

from pipelines.alert.place import STORE_NAME, state_folder

RAW_VARIABLE = "MINGZHANG_RAW"
WAREHOUSE_VARIABLE = "MINGZHANG_WAREHOUSE"
SITES_VARIABLE = "MINGZHANG_SITES"
REGISTRY_VARIABLE = "MINGZHANG_REGISTRY"
ALERTS_VARIABLE = "MINGZHANG_ALERTS"
PUBLISHED_NAME = "mingzhang.duckdb"
_ACQUIRE = Path(__file__).parents[1] / "acquire"


@dataclass(frozen=True, slots=True)
class Places:
    """An installation's folders and settings files, and what lies where inside them.

    Attributes:
        raw: originals and the ledger of fetches; kept.
        warehouse: everything that is built from them.
        state: what people decided and were told; kept.
        sites: folder of site configurations, one YAML file each.
        registry: who must publish (应公开名录); may be missing.
        alerts: who hears of what; may be missing, then nobody is told anything.
    """

    raw: Path
    warehouse: Path
    sites: Path
    registry: Path
    alerts: Path
    state: Path

    @classmethod
    def of(
        cls, raw: Path | None = None, warehouse: Path | None = None, sites: Path | None = None
    ) -> "Places":
        """From options where given, else from the environment, else right here or from the package."""

        def place(option: Path | None, variable: str, otherwise: Path) -> Path:
            return (option or Path(os.environ.get(variable) or otherwise)).absolute()

        originals = place(raw, RAW_VARIABLE, Path("raw"))
        built = place(warehouse, WAREHOUSE_VARIABLE, Path("warehouse"))
        kept_elsewhere = raw is not None or RAW_VARIABLE in os.environ
        return cls(
            raw=originals,
            warehouse=built,
            sites=place(sites, SITES_VARIABLE, _ACQUIRE / "sites"),
            registry=place(None, REGISTRY_VARIABLE, _ACQUIRE / "registry.yml"),
            alerts=place(None, ALERTS_VARIABLE, Path("alerts.yml")),
            state=state_folder(built, originals if kept_elsewhere else None),
        )

    @property
    def findings(self) -> Path:
        """The life of findings and what was told to whom: cannot be rebuilt from the originals."""
        return self.state / STORE_NAME

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
