"""The same pipeline as Dagster sees it: definitions load, and the nightly job runs on a small inbox."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
import pytest

from pipelines.domain.lake import SCHEMAS
from tests.support.command import copies_of_a_disclosure

SITE = "title: 样例市\nstart: http://127.0.0.1:9/list/\npages: [{items: ul a}]\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("dagster")
    (folder / "sites").mkdir()
    (folder / "sites" / "czj.yml").write_text(SITE, encoding="utf-8")
    copies_of_a_disclosure(folder / "raw" / "inbox", 3)
    with pytest.MonkeyPatch.context() as patch:
        for name in ("raw", "warehouse", "sites"):
            patch.setenv(f"MINGZHANG_{name.upper()}", str(folder / name))
        patch.setenv("MINGZHANG_ALERTS", str(folder / "none.yml"))
        yield folder


@pytest.fixture(scope="module")
def definitions(folder: Path) -> dg.Definitions:
    from pipelines.definitions import definitions

    loaded = definitions()
    assert isinstance(loaded, dg.Definitions)
    dg.Definitions.validate_loadable(loaded)
    return loaded


def test_the_graph_goes_from_sites_to_alerts(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    keys = {key.to_user_string() for key in graph.get_all_asset_keys()}
    assert {"raw", "warehouse", "alerts", "dbt/dim_document", "dbt/fct_findings"} <= keys
    assert {f"lake/{table}" for table in SCHEMAS} <= keys
    assert graph.get(dg.AssetKey(["lake", "facts"])).parent_keys == {dg.AssetKey("raw")}
    assert dg.AssetKey(["dbt", "fct_findings"]) in graph.get(dg.AssetKey("warehouse")).parent_keys
    assert dg.AssetKey(["lake", "documents"]) in graph.get(dg.AssetKey(["dbt", "stg_documents"])).parent_keys


def test_tests_of_dbt_are_checks_of_assets(definitions: dg.Definitions) -> None:
    checks = definitions.resolve_asset_graph().asset_check_keys
    assert sum(check.asset_key == dg.AssetKey(["dbt", "dim_document"]) for check in checks) >= 2


def test_the_schedule_runs_all_sources_at_two_in_china(definitions: dg.Definitions) -> None:
    schedule = definitions.resolve_schedule_def("nightly_schedule")
    assert (schedule.cron_schedule, schedule.execution_timezone) == ("0 2 * * *", "Asia/Shanghai")
    moment = datetime(2026, 3, 1, 18, 0, tzinfo=UTC)
    context = dg.build_schedule_context(scheduled_execution_time=moment)
    (request,) = schedule.evaluate_tick(context).run_requests or []
    assert request.run_key == "2026-03-02"
    assert request.tags["dagster/asset_partition_range_start"] == "inbox"
    assert request.tags["dagster/asset_partition_range_end"] == "czj"
    assert definitions.resolve_schedule_def("outbox_schedule").cron_schedule == "10 * * * *"
    assert definitions.resolve_job_def("outbox").name == "outbox"


@pytest.mark.slow
def test_the_job_reads_builds_checks_publishes(definitions: dg.Definitions, folder: Path) -> None:
    job = definitions.resolve_job_def("nightly")
    with dg.DagsterInstance.ephemeral() as instance:
        result = job.execute_in_process(instance=instance, partition_key="inbox")
    assert result.success
    evaluations = result.get_asset_check_evaluations()
    assert evaluations
    assert [check.check_name for check in evaluations if not check.passed] == []
    (documents,) = result.asset_materializations_for_node("lake")[:1]
    assert documents.metadata["documents"].value == 3
    assert "预算公开" in str(documents.metadata["by_class"].value)
    assert (folder / "warehouse" / "mingzhang.duckdb").is_file()
