"""`shop restore --to BACKUP --at SECOND`: what event items say of a second after a backup is told beside what the backup brings back."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Self

import pytest
import typer
from typer.testing import CliRunner

from functions.shared.events.envelope import SYSTEM, Envelope
from functions.shared.plain import times
from functions.shared.plain.bodies import dump
from infra.cli.redrive import Target
from infra.local.trouble import Trouble
from infra.restore import commands
from infra.restore.backups import named, take
from infra.restore.sets import TableSet
from tests.integration.restore.conftest import STAGE
from tests.integration.restore.test_switch import FakeStage


def told(dynamodb: Any, table: str, event_type: str, at: datetime, subject: str, **data: Any) -> None:
    event = Envelope(f"evt_{event_type}_{subject}", event_type, 1, times.iso(at), subject, SYSTEM, data)
    item = {"pk": subject, "sk": f"EVT#{event.occurred_at}#{event.id}", "kind": "event", "body": dump(event)}
    dynamodb.put_item(TableName=table, Item={name: {"S": value} for name, value in item.items()})


def moved(dynamodb: Any, table: str, at: datetime, available: int) -> None:
    body = json.dumps({"at": times.iso(at), "lines": [{"variant_id": "var_1", "available": available, "reserved": 0}]})
    item = {"pk": f"JRN#{available}", "sk": "JRN", "kind": "journal", "body": body}
    dynamodb.put_item(TableName=table, Item={name: {"S": value} for name, value in item.items()})


def command(dynamodb: Any, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> str:
    stage = FakeStage(dynamodb)
    outputs: Any = SimpleNamespace(data_bucket="none", functions={"search-rebuild": "search-rebuild"})
    monkeypatch.setattr(commands, "target", lambda _: Target(stage, outputs))
    monkeypatch.setattr(commands, "bring_search", lambda *_, **__: None)
    app = typer.Typer()
    commands.add_to(app)
    done = CliRunner().invoke(app, ["restore", *arguments, "--stage", STAGE, "--yes"])
    if done.exception:
        raise done.exception
    return done.output


def test_what_was_otherwise_at_a_second_is_told_beside_the_backup(
    dynamodb: Any, tables: TableSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """P08: paid, sent and sold since the backup; what came after the second does not count, what is as in the backup is not listed."""
    orders, stock = tables.name("orders"), tables.name("stock")
    monkeypatch.chdir(tmp_path)
    placed: Any = {"order": {"total": 500}}
    for order in ("ord_1", "ord_same"):
        told(dynamodb, orders, "order.placed", datetime.now(UTC), order, **placed)
    moved(dynamodb, stock, datetime.now(UTC), 10)
    take(dynamodb, tables, "safe")
    second = named(dynamodb, STAGE, "safe").taken_at.replace(microsecond=0) + timedelta(seconds=1)
    told(dynamodb, orders, "order.paid", second, "ord_1")
    told(dynamodb, orders, "shipment.created", second, "shp_1", order_id="ord_1", waybill="SF1")
    told(dynamodb, orders, "order.placed", second, "ord_new", **placed)
    moved(dynamodb, stock, second, -3)
    for what in ("order.refunded", "order.cancelled"):
        told(dynamodb, orders, what, second + timedelta(seconds=1), "ord_1", total_refunded=500)
    monkeypatch.setattr(commands, "datetime", _Later)
    said = command(dynamodb, monkeypatch, "--to", "safe", "--at", f"{second:%Y-%m-%dT%H:%M:%S}")
    file = tmp_path / f"at-{second:%Y%m%dT%H%M%SZ}.jsonl"
    assert file.name in said
    assert "2 orders, 1 stock items" in said
    unpaid = {"status": "pending_payment", "paid": False, "back": 0, "parcels": [], "total": 500}
    assert [json.loads(line) for line in file.read_text().splitlines()] == [
        {"what": "orders", "id": "ord_1", "then": unpaid | {"status": "paid", "paid": True, "parcels": ["SF1"]}, "restored": unpaid},
        {"what": "orders", "id": "ord_new", "then": unpaid, "restored": None},
        {
            "what": "stock items",
            "id": "var_1",
            "then": {"available": 7, "reserved": 0},
            "restored": {"available": 10, "reserved": 0},
        },
    ]
    for wrong, why in (("soon", "no second"), ("2020-01-01T00:00:00", "between the backup")):
        with pytest.raises(Trouble, match=why):
            command(dynamodb, monkeypatch, "--to", "safe", "--suffix", "again", "--at", wrong)
    with pytest.raises(Trouble, match="by itself"):
        command(dynamodb, monkeypatch, "--to", f"{second:%Y-%m-%dT%H:%M:%S}", "--at", f"{second:%Y-%m-%dT%H:%M:%S}")
    with pytest.raises(Trouble, match="beside a backup"):
        command(dynamodb, monkeypatch, "--use", "original", "--at", f"{second:%Y-%m-%dT%H:%M:%S}")
    dynamodb.update_table(TableName=orders, DeletionProtectionEnabled=False)
    dynamodb.delete_table(TableName=orders)
    with pytest.raises(Trouble, match=f"tables that are lost: {orders}"):
        command(dynamodb, monkeypatch, "--to", "safe", "--suffix", "again", "--at", f"{second:%Y-%m-%dT%H:%M:%S}")


class _Later(datetime):
    """A minute on: the second that is asked for is past."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return cls.fromtimestamp(time.time() + 60, tz)
