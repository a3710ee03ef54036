"""When it runs and who hears when it does not: job, schedule, and the operator's sensors."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import dagster as dg

from pipelines.alert.notify import Trouble
from pipelines.domain.local_time import TIME_ZONE
from pipelines.orchestrate.alerting import due, send_what_waits, tell_operator
from pipelines.orchestrate.dagster_places import PlacesResource
from pipelines.orchestrate.nightly import tonight
from pipelines.orchestrate.places import Places
from pipelines.orchestrate.runlog import RunLog

JOB = "nightly"
STALE_AFTER = timedelta(hours=30)


NIGHTLY = dg.define_asset_job(
    JOB, dg.AssetSelection.all(), executor_def=dg.in_process_executor, tags={"dagster/max_runtime": 21600}
)
"""Everything, one step after another in one process; the reading has worker processes of its own."""


def nightly_schedule(sources: Sequence[str]) -> dg.ScheduleDefinition:
    """02:00 in China: one run for all sources."""

    @dg.schedule(
        job_name=JOB,
        cron_schedule="0 2 * * *",
        execution_timezone=str(TIME_ZONE),
        name="nightly_schedule",
        default_status=dg.DefaultScheduleStatus.RUNNING,
    )
    def schedule(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
        night = context.scheduled_execution_time.astimezone(TIME_ZONE)
        tags = {
            "dagster/asset_partition_range_start": sources[0],
            "dagster/asset_partition_range_end": sources[-1],
        }
        return dg.RunRequest(run_key=f"{night:%Y-%m-%d}", tags=tags)

    return schedule


@dg.run_failure_sensor(
    monitor_all_code_locations=True,
    minimum_interval_seconds=60,
    default_status=dg.DefaultSensorStatus.RUNNING,
)
def failed_run_alert(context: dg.RunFailureSensorContext) -> None:
    """A run failed: the operator hears of it, once a night for the same job."""
    places = Places.of()
    run = context.dagster_run
    lines = [context.failure_event.message or "", *_reasons(context), f"运行编号：{run.run_id}"]
    RunLog.start(places.runs, "dagster", f"dagster-{run.run_id}").finish(lines[0])
    tell_operator(places, Trouble.FAILED_RUN, lines, key=run.job_name, night=tonight())


def _reasons(context: dg.RunFailureSensorContext) -> list[str]:
    """Step by step, the innermost error in one line."""
    reasons = []
    for event in context.get_step_failure_events():
        error = event.step_failure_data.error
        while error is not None and error.cause is not None:
            error = error.cause
        reasons.append(f"{event.step_key}：{error.message.strip() if error else ''}"[:300])
    return reasons


@dg.op(description="发送到点的和上次没送达的消息。 Send what waits in the outbox.")
def send_waiting_alerts(context: dg.OpExecutionContext, folders: PlacesResource) -> None:
    """Quiet hours are over, or a server is back: what waits goes out; nothing is said twice."""
    places = folders.places()
    delivered = send_what_waits(places)
    if delivered.failed:
        lines = [f"{title}：{error}" for title, error in delivered.errors.items()]
        tell_operator(places, Trouble.DELIVERY_FAILED, lines, key="告警", night=tonight())
    context.log.info(
        f"sent {delivered.sent}, waiting {delivered.waiting}, failed {delivered.failed} {delivered.errors}"
    )
    context.add_output_metadata(
        {"sent": delivered.sent, "waiting": delivered.waiting, "failed": delivered.failed}
    )


@dg.job(executor_def=dg.in_process_executor, tags={"dagster/max_runtime": 1800, "dagster/priority": "1"})
def outbox() -> None:
    """The outbox, apart from the night's work."""
    send_waiting_alerts()


@dg.schedule(
    job=outbox,
    cron_schedule="10 * * * *",
    execution_timezone=str(TIME_ZONE),
    name="outbox_schedule",
    default_status=dg.DefaultScheduleStatus.RUNNING,
)
def outbox_schedule(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    """Every hour, where something is due."""
    if not due(Places.of()):
        return dg.SkipReason("没有待发的消息")
    return dg.RunRequest(run_key=f"{context.scheduled_execution_time:%Y-%m-%dT%H}")


@dg.sensor(minimum_interval_seconds=3600, default_status=dg.DefaultSensorStatus.RUNNING)
def stale_data_alert(context: dg.SensorEvaluationContext) -> dg.SkipReason:
    """The published file is older than it may be: the operator hears of it, once a night."""
    places = Places.of()
    if not places.published.exists():
        return dg.SkipReason("尚未发布")
    age = datetime.now(UTC) - datetime.fromtimestamp(places.published.stat().st_mtime, UTC)
    if age < STALE_AFTER:
        return dg.SkipReason(f"数据更新于{age.total_seconds() / 3600:.1f}小时前")
    lines = [f"已发布的仓库有{age.total_seconds() / 3600:.0f}小时没有更新：{places.published}"]
    tell_operator(places, Trouble.STALE_DATA, lines, key="仓库", night=tonight())
    return dg.SkipReason(lines[0])
