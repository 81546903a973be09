"""M02: Athena and DuckDB say the same of every statement. The emulator's Athena runs them for real, over the template's own tables."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config

from functions.reports.model.counted import COUNTED, KEPT, OVER_DAYS
from functions.reports.model.lake_row import BEHAVIOUR, BUSINESS, Row
from functions.reports.model.sql import FIRST_OF_EACH
from functions.reports.rollups.count_day import count_day
from functions.reports.rollups.count_over_days import count_over_days
from functions.reports.store.athena import NotAnswered, ask_athena, days_view, events_view
from functions.reports.store.duck import Lake, opened
from functions.reports.store.lake_files import hour_key, rollup_key
from functions.reports.store.lake_items import counted_days
from functions.shared.outside import aws
from functions.shared.plain import times
from functions.shared.plain.settings import settings
from infra.parts import lake as tables
from tests.integration.reports.lake.visits import NOON

DAY = "2026-03-10"


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number = int(probe.getsockname()[1])
    folder = tmp_path_factory.mktemp("aws")
    passed = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    own = {
        "GATEWAY_PORT": str(number), "BIND_HOST": "127.0.0.1", "IOT_MTLS_ENABLED": "0", "SFTP_ENABLED": "0", "TMPDIR": str(folder),
        "STATE_DIR": str(folder), "LOG_LEVEL": "ERROR", "DOCKER_HOST": "unix:///nonexistent/docker.sock",
    }  # fmt: skip
    command = [str(Path(sys.executable).with_name("ministack"))]
    process = subprocess.Popen(command, env=passed | own, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", number)) == 0:
                    break
            time.sleep(0.2)
        yield number
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture
def emulator(port: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Its clients for S3 and Athena, with the database and tables of the template."""
    endpoint = {
        "endpoint_url": f"http://127.0.0.1:{port}", "region_name": "us-east-1", "aws_access_key_id": "test",
        "aws_secret_access_key": "test", "config": Config(s3={"addressing_style": "path"}, proxies={}),
    }  # fmt: skip
    real = aws.client

    own = {service: boto3.client(service, **endpoint) for service in ("s3", "athena", "glue")}

    def client(service: str) -> Any:
        return own.get(service) or real(service)

    monkeypatch.setattr(aws, "client", client)
    client("s3").create_bucket(Bucket=settings().bucket)
    _make_tables(client)
    yield client
    bucket = boto3.resource("s3", **endpoint).Bucket(settings().bucket)
    bucket.objects.all().delete()
    client("glue").delete_database(Name="shop_test")
    client("athena").delete_work_group(WorkGroup="shop_test", RecursiveDeleteOption=True)
    for one in own.values():
        one.close()


@pytest.fixture
def by_athena(emulator: Any) -> Iterator[Any]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ATHENA", "shop_test")
        settings.cache_clear()
        yield emulator
    settings.cache_clear()


def _make_tables(client: Any) -> None:
    found = json.loads(json.dumps(tables.resources()).replace("${Stage}", "test").replace("${DataBucket}", settings().bucket))
    client("glue").create_database(DatabaseInput={"Name": "shop_test"})
    for node in found.values():
        given = _plain(node["Properties"])
        if node["Type"] == "AWS::Glue::Table":
            client("glue").create_table(DatabaseName="shop_test", TableInput=given["TableInput"])
        if node["Type"] == "AWS::Athena::WorkGroup":
            client("athena").create_work_group(Name=given["Name"], Configuration=given["WorkGroupConfiguration"])


def _plain(node: Any) -> Any:
    if isinstance(node, dict):
        return node["Fn::Sub"] if set(node) == {"Fn::Sub"} else {name: _plain(value) for name, value in node.items()}
    return [_plain(value) for value in node] if isinstance(node, list) else node


def some_rows() -> list[Row]:
    rows = []
    kinds = ("page.viewed", "product.viewed", "product.clicked", "cart.added", "checkout.started", "order.sent", "search.made")
    for n in range(140):
        at = times.iso(NOON - timedelta(minutes=7 * n))
        more: dict[str, Any] = {"query": f"Tee '{n % 3}'\u200b茶 ", "results": n % 2} if n % 7 == 6 else {"product_id": f"prod_{n % 4}"}
        if n % 7 == 5:
            more = {"order_id": f"ord_{n % 3}"}
        rows.append(Row(BEHAVIOUR, f"e-{n}", kinds[n % 7], at, at, "bat_1", n, bot=n % 11 == 0, visitor=f"a-{n % 9}", session=f"s-{n % 13}",
                        channel="web" if n % 2 else "app", **more))  # fmt: skip
    for n in range(4):
        for step, kind in enumerate(("order.placed", "order.paid", "order.shipped")):
            at = times.iso(NOON - timedelta(hours=5 - step, minutes=n))
            money: dict[str, Any] = {"currency": "EUR", "amount": 100 * n - 5}
            rows.append(Row(BUSINESS, f"o-{n}-{step}", kind, at, at, "bat_2", n, order_id=f"ord_{n}", **money))
        rows.append(
            Row(BUSINESS, f"l-{n}", "line.paid", at, at, "bat_2", n, order_id=f"ord_{n}", product_id="prod_1", quantity=n, amount=5)
        )
    for n, kind in enumerate(("survey.answered", "survey.answered", "subscription.ended", "consent.decided")):
        at = times.iso(NOON - timedelta(hours=1, minutes=n))
        rows.append(Row(BUSINESS, f"w-{n}", kind, at, at, "bat_3", n, query="price" if n < 3 else "marketing_sms"))
    return rows


def fill(lake: Lake) -> list[str]:
    rows = some_rows()
    hours = sorted({row.hour for row in rows})
    for hour in hours:
        lake.show([], [row for row in rows if row.hour == hour])
        aws.client("s3").put_object(Bucket=settings().bucket, Key=hour_key(hour), Body=lake.parquet(FIRST_OF_EACH))
    return hours


def test_every_statement(by_athena: Any) -> None:
    with opened() as lake:
        hours = fill(lake)
        start, end = f"{hours[0]}:00:00Z", times.iso(NOON - timedelta(minutes=20))
        lake.show([], some_rows(), start=start, end=end, day=DAY)
        views = {"events": events_view(hours, start, end, DAY)}
        for name, sql in {**COUNTED, **KEPT}.items():
            ours = lake.ask(sql)
            assert ours, name
            assert ask_athena(sql, views) == ours, name
            by_athena("s3").put_object(Bucket=settings().bucket, Key=rollup_key(name, DAY), Body=lake.parquet(sql))
        today = f"SELECT '{DAY}' AS today, '2026-03-03' AS week_before, '2026-02-08' AS month_before"
        lake.define("day_counted", today)
        for name, (kept, sql, _) in OVER_DAYS.items():
            lake.show_files(
                kept, [by_athena("s3").get_object(Bucket=settings().bucket, Key=rollup_key(kept, DAY))["Body"].read()], KEPT[kept]
            )
            ours = lake.ask(sql)
            assert ours, name
            assert ask_athena(sql, {"day_counted": today, kept: days_view(kept, DAY, DAY)}) == ours, name
            lake.hide(kept)
        with pytest.raises(NotAnswered):
            ask_athena("SELECT nothing FROM nowhere", views)


def test_days_are_the_same_whoever_counts(emulator: Any) -> None:
    assert emulator("s3")
    found = []
    for engine in ("", "shop_test"):
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("ATHENA", engine)
            settings.cache_clear()
            with opened() as lake:
                fill(lake)
                count_day(NOON.date(), "Asia/Kathmandu", lake)
                count_over_days(NOON.date(), lake)
            found.append({name: counted_days(name, [DAY[:7]], DAY, DAY) for name in (*COUNTED, *OVER_DAYS)})
        settings.cache_clear()
    assert found[0] == found[1]
    assert all(days[0].rows for days in found[0].values())
