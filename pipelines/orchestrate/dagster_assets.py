"""Thin shells over the pipeline's functions: sites → raw → lake, and published warehouse → people."""

from collections.abc import Iterator
from datetime import timedelta

import dagster as dg

from pipelines.domain.lake import SCHEMAS
from pipelines.domain.local_time import TIME_ZONE
from pipelines.orchestrate.alerting import alert_people, alert_report, tell_of_crawl, tell_of_reading
from pipelines.orchestrate.dagster_metadata import lake_metadata, markdown_table
from pipelines.orchestrate.dagster_places import PlacesResource
from pipelines.orchestrate.ingest import read_report
from pipelines.orchestrate.ledger_tables import INBOX, documents_to_read, export_ledger
from pipelines.orchestrate.nightly import CrawlOptions, crawl_report, crawl_sites, tonight
from pipelines.orchestrate.places import Places
from pipelines.orchestrate.read_files import read_into_lake
from pipelines.orchestrate.runlog import RunLog
from pipelines.orchestrate.summary import document_ids, summarise
from pipelines.serve.publish import publish

RAW = dg.AssetKey("raw")
LEDGER_TABLES = ("fetches", "captures", "register")
LAKE_TABLES = {
    "fetches": "每次抓取请求一行。 One row per request.",
    "captures": "已采集文件的来源网址。 Where each kept file was found.",
    "register": "应公开单位名录。 Who must publish.",
    "documents": "每份文件一行：公开主体、年度、类别、读取状态。 One row per file.",
    "pages": "每页一行：数字总数与已归入数。 One row per page, with the accounting of numbers.",
    "tables": "每张表一行，跨页已合并。 One row per logical table, its pages joined.",
    "facts": "表中每个金额一行，带出处。 One row per printed amount, with where it stands.",
    "figures": "说明文字中可核对的数字。 Checkable figures of the narrative.",
    "paragraphs": "说明文字的段落。 Paragraphs of the narrative.",
    "projects": "项目支出与绩效目标。 Projects and performance forms.",
    "indicators": "绩效指标。 Performance indicators.",
    "problems": "未能读取或不可信之处。 What was not read or is not trusted.",
}
WAREHOUSE = dg.AssetKey("warehouse")
ALERTS = dg.AssetKey("alerts")
ONE_RUN = dg.BackfillPolicy.single_run()
AGAIN_LATER = dg.RetryPolicy(max_retries=2, delay=300, backoff=dg.Backoff.EXPONENTIAL)
NIGHTLY_FRESH = dg.FreshnessPolicy.cron("0 6 * * *", timedelta(hours=24), str(TIME_ZONE))


def lake_key(table: str) -> dg.AssetKey:
    """The asset of a lake table."""
    return dg.AssetKey(["lake", table])


def lake_spec(table: str) -> dg.AssetSpec:
    """A lake table, read from what lies in raw/."""
    return dg.AssetSpec(lake_key(table), deps=[RAW], kinds={"parquet"}, description=LAKE_TABLES[table])


ACCOUNTED = dg.AssetCheckSpec(
    "every_captured_document_is_in_the_lake",
    asset=lake_key("documents"),
    blocking=True,
    description="留存的每份文件在 documents 表中恰有一行。 Each file kept has exactly one row.",
)


def run_log(context: dg.AssetExecutionContext, folders: PlacesResource) -> RunLog:
    """One log for all assets of a run."""
    return RunLog.start(folders.places().runs, "dagster", f"dagster-{context.run_id}")


def raw_asset(sources: dg.PartitionsDefinition[str]) -> dg.AssetsDefinition:
    """Crawling, one partition per publishing site (and the inbox, which is only looked at)."""

    @dg.asset(
        key=RAW,
        partitions_def=sources,
        backfill_policy=ONE_RUN,
        retry_policy=AGAIN_LATER,
        group_name="acquire",
        kinds={"scrapy"},
        description="站点公开的原件，按内容哈希保存。 Originals by content hash, and the ledger of requests.",
    )
    def raw(context: dg.AssetExecutionContext, folders: PlacesResource) -> dg.MaterializeResult[None]:
        places = folders.places()
        sites = tuple(key for key in context.partition_keys if key != INBOX)
        if not sites:
            return dg.MaterializeResult(metadata={"sites": 0})
        summary, error = crawl_sites(places, CrawlOptions(only=sites), context.log.info)
        report = crawl_report(summary, error)
        run_log(context, folders).record("crawl", report)
        if summary is None:
            raise dg.Failure(f"采集失败：{error}")
        tell_of_crawl(places, summary)
        return dg.MaterializeResult(
            metadata={
                "sites": len(sites),
                "requests": summary.requests,
                "seconds": summary.seconds,
                "documents": markdown_table(("结果", "文件"), sorted(summary.documents.items())),
                "attention": markdown_table(("站点", "网址", "结果", "说明"), report["attention"][:20]),
            }
        )

    return raw


@dg.multi_asset(
    specs=[lake_spec(table) for table in LEDGER_TABLES],
    group_name="acquire",
)
def ledger_tables(folders: PlacesResource) -> Iterator[dg.MaterializeResult[None]]:
    """Requests, places of files and the register of units, written anew."""
    requests = export_ledger(folders.places())
    for table in LEDGER_TABLES:
        metadata = {"requests": requests} if table == "fetches" else {}
        yield dg.MaterializeResult(asset_key=lake_key(table), metadata=metadata)


def lake_assets(sources: dg.PartitionsDefinition[str]) -> dg.AssetsDefinition:
    """Reading, one partition per source; the files of all partitions of a run share one pool of workers."""

    @dg.multi_asset(
        specs=[lake_spec(table) for table in SCHEMAS],
        partitions_def=sources,
        backfill_policy=ONE_RUN,
        group_name="lake",
        check_specs=[ACCOUNTED],
    )
    def lake(
        context: dg.AssetExecutionContext, folders: PlacesResource
    ) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
        places = folders.places()
        documents = [
            document for key in context.partition_keys for document in documents_to_read(places, key)
        ]
        run = read_into_lake(documents, places.lake)
        run_log(context, folders).record("read", read_report(run))
        tell_of_reading(places, run, tonight())
        metadata = lake_metadata(
            run, summarise(places.lake, [document.document_id for document in documents])
        )
        for table in SCHEMAS:
            yield dg.MaterializeResult(asset_key=lake_key(table), metadata=metadata.get(table, {}))
        yield every_document_accounted_for(places, {document.document_id for document in documents})

    return lake


def every_document_accounted_for(places: Places, wanted: set[str]) -> dg.AssetCheckResult:
    """The check that each file kept in raw/ has exactly one row in `documents`."""
    found = [document for document in document_ids(places.lake) if document in wanted]
    missing = sorted(wanted - set(found))
    return dg.AssetCheckResult(
        passed=not missing and len(found) == len(set(found)),
        check_name=ACCOUNTED.name,
        asset_key=ACCOUNTED.asset_key,
        metadata={"captured": len(wanted), "in_lake": len(found), "missing": missing[:20]},
    )


def warehouse_asset(marts: list[dg.AssetKey]) -> dg.AssetsDefinition:
    """Publishing, after every mart has been built and its checks have passed."""

    @dg.asset(
        key=WAREHOUSE,
        deps=marts,
        group_name="serve",
        kinds={"duckdb"},
        freshness_policy=NIGHTLY_FRESH,
        description="对外只读的仓库文件，整体替换。 What people query: one file, replaced by rename.",
    )
    def warehouse(context: dg.AssetExecutionContext, folders: PlacesResource) -> dg.MaterializeResult[None]:
        places = folders.places()
        published = publish(places.build_db, places.published)
        report = {"up_to_date": False, "seconds": 0.0, "rows": published.rows}
        run_log(context, folders).record("build", report)
        return dg.MaterializeResult(
            metadata={
                "path": dg.MetadataValue.path(places.published),
                "release": published.release,
                "findings": published.rows.get("fct_findings", 0),
                "tables": markdown_table(("表", "行"), sorted(published.rows.items())),
            }
        )

    return warehouse


@dg.asset(
    key=ALERTS,
    deps=[WAREHOUSE],
    group_name="alert",
    kinds={"python"},
    retry_policy=AGAIN_LATER,
    description="新问题通知主管部门，不重复。 New findings told to the bureau, nothing twice.",
)
def alerts(context: dg.AssetExecutionContext, folders: PlacesResource) -> dg.MaterializeResult[None]:
    """The night's last step."""
    places = folders.places()
    summary = alert_people(places, tonight())
    log = run_log(context, folders)
    log.record("alert", alert_report(summary))
    log.finish()
    counts = {name: value for name, value in alert_report(summary).items() if isinstance(value, int)}
    return dg.MaterializeResult(metadata=counts)
