"""Visits as browsers tell them, what the lake has of them, and a recount in plain Python of what reports say."""

from __future__ import annotations

import gzip
import json
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import boto3
import duckdb
import pytest

from functions.reports.app import app, lake_hourly
from functions.reports.store import lake_files
from functions.shared.outside import clock
from functions.shared.outside.objects import put_object
from functions.shared.plain.settings import settings
from tests.support.http import Answer, Client
from tests.support.identity import bearer

NOON = datetime(2026, 3, 10, 4, 30, tzinfo=UTC)
BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"
TYPES = ("page.viewed", "product.viewed", "cart.added", "checkout.started", "order.sent")
Event = dict[str, Any]


def an_event(number: int, kind: str, at: datetime, session: str = "s-1", visitor: str = "a-1", **more: Any) -> Event:
    kinds: dict[str, dict[str, Any]] = {
        "product.viewed": {"product_id": "prod_1"}, "cart.added": {"product_id": "prod_1", "quantity": 1},
        "search.made": {"query": "tea", "results": 3},
    }  # fmt: skip
    told = at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {"id": f"e-{number}", "type": kind, "at": told, "anonymous_id": visitor, "session_id": session, **kinds.get(kind, {}), **more}


def tell(events: Sequence[Any], *, consent: bool = True, agent: str = BROWSER, **headers: str) -> Answer:
    return Client(app, headers).post("/v1/events", {"consent": consent, "events": events}, user_agent=agent)


def land() -> None:
    lake_hourly({}, None)


@contextmanager
def killed_after(writes: int) -> Iterator[list[int]]:
    """The lake's bucket refuses after so many writes; yields how many are left, below 0 once one was refused."""
    left = [writes]

    def refusing(*args: Any) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise ConnectionError("killed")
        put_object(*args)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lake_files, "put_object", refusing)
        yield left


def asked(path: str) -> Any:
    answer = Client(app, bearer("analyst")).get(f"/v1/admin/reports/{path}")
    assert answer.status == 200, answer.text
    return answer.json


def a_month_of_visits(seed: int, days: int = 3) -> list[Event]:
    """Sessions that cross hours and midnights."""
    chance, events = Random(seed), list[Event]()
    for session in range(40):
        at = NOON - timedelta(minutes=chance.randrange(days * 1440))
        channel = chance.choice(["web", "app"])
        for kind in TYPES[: chance.randint(1, 5)]:
            at = min(at + timedelta(minutes=chance.randrange(50)), NOON)
            events.append(an_event(len(events), kind, at, f"s-{session}", f"a-{session // 2}", channel=channel))
        word = chance.choice(["Tea", "tea ", "mate", "oolong"])
        events.append(an_event(len(events), "search.made", at, f"s-{session}", f"a-{session // 2}", channel=channel, query=word,
                               results=chance.choice([0, 3])))  # fmt: skip
    return events


def recount(events: Sequence[Event], zone: str) -> tuple[dict[str, list[dict[str, Any]]], dict[str, int]]:
    """Funnel by day and channel, and what was searched in vain: every event once, nothing but loops."""
    seen = {event["id"]: event for event in reversed(events)}.values()
    days = defaultdict[str, dict[str, list[Event]]](lambda: defaultdict(list))
    vain = defaultdict[str, int](int)
    for event in seen:
        day = datetime.fromisoformat(event["at"]).astimezone(ZoneInfo(zone)).date().isoformat()
        days[day][event.get("channel", "web")].append(event)
        if event["type"] == "search.made" and event["results"] == 0:
            vain[event["query"].strip().lower()] += 1
    steps = {"cart.added": 2, "checkout.started": 3, "order.sent": 3}
    funnel = {}
    for day, channels in days.items():
        rows = []
        for channel, some in sorted(channels.items()):
            far = defaultdict[str, int](int)
            for event in some:
                far[event["session_id"]] = max(far[event["session_id"]], steps.get(event["type"], 1))
            rows.append({
                "channel": channel, "page_views": sum(event["type"] in TYPES[:2] for event in some),
                "visitors": len({event["anonymous_id"] for event in some}), "viewed": len(far),
                "carted": sum(step >= 2 for step in far.values()),
                "checked_out": sum(step >= 3 for step in far.values()), "paid": 0,
            })  # fmt: skip
        funnel[day] = rows
    return funnel, dict(vain)


def objects(prefix: str) -> dict[str, bytes]:
    client, bucket = boto3.client("s3"), settings().bucket
    keys = [one["Key"] for one in client.list_objects_v2(Bucket=bucket, Prefix=prefix).get("Contents", ())]
    return {key: client.get_object(Bucket=bucket, Key=key)["Body"].read() for key in keys}


def all_that_is_said() -> str:
    """Everything in the lake, readable."""
    texts = []
    for key, data in objects("lake").items():
        if key.endswith(".parquet"):
            with tempfile.NamedTemporaryFile(suffix=".parquet") as file:
                file.write(data)
                file.flush()
                texts.append(str(duckdb.connect().execute(f"SELECT * FROM '{file.name}'").fetchall()))
        else:
            texts.append((gzip.decompress(data) if key.endswith(".gz") else data).decode())
    return "\n".join(texts)


def quality() -> dict[str, int]:
    day = clock.now().date().isoformat()
    (row,) = asked(f"data_quality?from={day}&to={day}")["days"]
    assert row["accepted"] + row["duplicate"] + row["quarantined"] == row["received"]
    return {name: value for name, value in row.items() if name != "day"}


def as_text(value: Any) -> str:
    return json.dumps(value, sort_keys=True)
