"""How much waits in each queue, since when, and how much lies dead."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from functions.platform.operations.told import QueueName, queue_names, url_of
from functions.shared.outside import aws, clock
from functions.shared.outside.observability import logger
from functions.shared.plain.deferred import dataclass

_SIDE_BY_SIDE = 8
_WAITING, _WORKED_ON, _LATER = (
    "ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible", "ApproximateNumberOfMessagesDelayed",
)  # fmt: skip
_AGE = "ApproximateAgeOfOldestMessage"
_AGES_OVER = timedelta(minutes=10)
"""SQS tells its metrics each minute, some minutes late."""


@dataclass(frozen=True)
class QueueState:
    """`waiting`, `worked_on`, `delayed`: messages, as SQS estimates them; None where there is no queue but that of dead letters.
    `oldest_seconds`, `oldest_letter_seconds`: None where nothing is there or CloudWatch told nothing (never on the local stage)."""

    name: str
    waiting: int | None
    worked_on: int | None
    delayed: int | None
    oldest_seconds: int | None
    dead_letters: int
    oldest_letter_seconds: int | None


def states() -> list[QueueState]:
    """All, by name: two requests per queue, side by side, and one or two for the ages."""
    names = queue_names()
    with ThreadPoolExecutor(_SIDE_BY_SIDE, thread_name_prefix="queues") as pool:
        main = pool.map(lambda one: _counts(one.main) if one.waiting else None, names)
        dead = pool.map(lambda one: _counts(one.dead), names)
        ages = _ages([each for one in names for each in ((one.main, one.dead) if one.waiting else (one.dead,))])
        return [_state(one, counted, letters, ages) for one, counted, letters in zip(names, main, dead, strict=True)]


def _state(one: QueueName, main: dict[str, int] | None, dead: dict[str, int], ages: dict[str, int]) -> QueueState:
    def told(name: str) -> int | None:
        return main[name] if main is not None else None

    letters = dead[_WAITING] + dead[_WORKED_ON]
    return QueueState(
        one.name, told(_WAITING), told(_WORKED_ON), told(_LATER), ages.get(one.main) if main and sum(main.values()) else None,
        letters, ages.get(one.dead) if letters else None,
    )  # fmt: skip


def _counts(physical_name: str) -> dict[str, int]:
    wanted = [_WAITING, _WORKED_ON, _LATER]
    told = aws.client("sqs").get_queue_attributes(QueueUrl=url_of(physical_name), AttributeNames=wanted)["Attributes"]
    return {name: int(told.get(name, 0)) for name in wanted}


def _ages(names: Sequence[str]) -> dict[str, int]:
    """Seconds by physical name; what the page says beside them does not wait for what CloudWatch does not tell."""
    try:
        return _told_ages(names)
    except (ClientError, BotoCoreError):
        logger().exception("ages of queues unknown")
        return {}


def _told_ages(names: Sequence[str]) -> dict[str, int]:
    now = datetime.fromtimestamp(clock.of_tokens(), UTC)
    queries = [{"Id": f"q{place}", "MetricStat": _metric(name)} for place, name in enumerate(names)]
    answer: dict[str, Any] = aws.client("cloudwatch").get_metric_data(
        MetricDataQueries=queries, StartTime=now - _AGES_OVER, EndTime=now, ScanBy="TimestampDescending"
    )
    newest = {names[int(one["Id"][1:])]: one["Values"] for one in answer["MetricDataResults"]}
    return {name: round(values[0]) for name, values in newest.items() if values}


def _metric(name: str) -> dict[str, Any]:
    metric = {"Namespace": "AWS/SQS", "MetricName": _AGE, "Dimensions": [{"Name": "QueueName", "Value": name}]}
    return {"Metric": metric, "Period": 60, "Stat": "Maximum"}
