"""Asset checks on the lake: is everything accounted for."""

import dagster as dg

from pipelines.orchestrate.dagster_assets import WAREHOUSE, lake_key
from pipelines.orchestrate.dagster_places import PlacesResource
from pipelines.orchestrate.summary import document_ids, summarise
from pipelines.serve.warehouse import open_published

CLAIMED_SHARE = 0.99


@dg.asset_check(asset=lake_key("facts"))
def printed_numbers_are_claimed(folders: PlacesResource) -> dg.AssetCheckResult:
    """Nearly every money-like number on pages with tables is claimed by a fact."""
    summary = summarise(folders.places().lake)
    share = summary.claimed_share
    return dg.AssetCheckResult(
        passed=share is None or share >= CLAIMED_SHARE,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={"claimed_share": share or 0.0, "money_tokens": summary.money_tokens},
    )


@dg.asset_check(asset=WAREHOUSE, blocking=True)
def published_documents_equal_the_lake(folders: PlacesResource) -> dg.AssetCheckResult:
    """What people query holds every document of the lake, once."""
    places = folders.places()
    in_lake = len(set(document_ids(places.lake)))
    with open_published(places.published) as db:
        row = db.execute("SELECT count(*), count(DISTINCT document_id) FROM dim_document").fetchone()
    rows, documents = row or (0, 0)
    return dg.AssetCheckResult(
        passed=rows == documents == in_lake,
        metadata={"in_lake": in_lake, "rows": rows, "documents": documents},
    )
