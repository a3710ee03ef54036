"""Puts the stages together for Dagster; nothing else."""

import warnings

import dagster as dg

from pipelines.acquire import load_sites
from pipelines.orchestrate import dagster_assets as assets
from pipelines.orchestrate import dagster_checks as checks
from pipelines.orchestrate import dagster_dbt_models as dbt
from pipelines.orchestrate import dagster_nights as nights
from pipelines.orchestrate.dagster_places import PlacesResource
from pipelines.orchestrate.ledger_tables import INBOX
from pipelines.orchestrate.places import Places

warnings.filterwarnings("ignore", category=dg.BetaWarning)  # single-run backfills


@dg.definitions
def definitions() -> dg.Definitions:
    """Assets partitioned by source, the dbt models with their checks, the schedules, the alerts."""
    places = Places.of()
    sources = [INBOX, *sorted(site.name for site in load_sites(places.sites, broken=[]))]
    partitions = dg.StaticPartitionsDefinition(sources)
    models = dbt.dbt_models(dbt.manifest(places))
    marts = sorted(key for key, group in models.group_names_by_key.items() if group in {"marts", "findings"})
    return dg.Definitions(
        assets=[
            assets.raw_asset(partitions),
            assets.ledger_tables,
            assets.lake_assets(partitions),
            models,
            assets.warehouse_asset(marts),
            assets.alerts,
        ],
        asset_checks=[
            checks.printed_numbers_are_claimed,
            checks.published_documents_equal_the_lake,
        ],
        jobs=[nights.NIGHTLY, nights.outbox],
        schedules=[nights.nightly_schedule(sources), nights.outbox_schedule],
        sensors=[nights.failed_run_alert, nights.stale_data_alert],
        resources={"folders": PlacesResource(), "dbt": dbt.dbt_resource()},
    )
