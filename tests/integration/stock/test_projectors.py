"""The followers of the streams: in order, repeatable, and nothing overtakes what failed."""

from __future__ import annotations

import boto3
import pytest

from functions.shared.events.envelope import SYSTEM
from functions.shared.plain.errors import Unavailable
from functions.shared.store.transactions import transact
from functions.stock.app import project_stock
from functions.stock.model.stock import StockLine
from functions.stock.store.move_stock import commit_writes, reserve_writes
from functions.stock.store.records import (
    JOURNAL_SK,
    STOCK_SK,
    JournalRecord,
    MovementRecord,
    StockRecord,
    StockTable,
    journal_pk,
    variant_pk,
)
from tests.integration.catalog.support import changes, created, staff, stocked
from tests.integration.orders.buyer import counted


def test_a_broken_record_stops_the_batch_and_what_came_before_is_done() -> None:
    variant = created()["variants"][0]["id"]
    stocked(variant, 3)
    listed = next(i for i in boto3.client("dynamodb").scan(TableName="stock")["Items"] if i["kind"]["S"] == "journal")
    journal = listed | {"body": {"S": listed["body"]["S"].replace('"listed":true', '"listed":false')}}
    for row in list(MovementRecord.scan(MovementRecord.kind == "movement")):
        row.delete()
    broken = journal | {"body": {"S": "{"}}
    other = journal | {"body": {"S": journal["body"]["S"].replace("goods received", "never")}}
    answer = project_stock(changes([journal, broken, other]), None)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "1"}]}
    rows = list(MovementRecord.scan(MovementRecord.kind == "movement"))
    assert len(rows) == 1
    assert "goods received" in str(rows[0].body)


def test_entries_of_one_batch_list_their_movements_together() -> None:
    """Also one that the stream brings twice; and what the batch is about asks once for the shop's settings."""
    variant = created()["variants"][0]["id"]
    stocked(variant, 30)
    line = [StockLine(variant, 3)]
    before = StockRecord.get(variant_pk(variant), STOCK_SK).serialize()
    transact(reserve_writes(line, cause="o1", reason="order", actor=SYSTEM))
    reserved = StockRecord.get(variant_pk(variant), STOCK_SK).serialize()
    transact(commit_writes(line, cause="o1-sold", reason="order", actor=SYSTEM, planned=True))
    sold = StockRecord.get(variant_pk(variant), STOCK_SK).serialize()
    entries = [JournalRecord.get(journal_pk(cause), JOURNAL_SK).serialize() for cause in ("o1", "o1-sold", "o1")]
    batch = changes([reserved, entries[0], sold, *entries[1:]], [before, None, reserved, None, None])
    with counted() as calls:
        assert project_stock(batch, None) == {"batchItemFailures": []}
    assert calls == {"GetItem": 1, "TransactWriteItems": 1}
    shown = staff().get(f"/v1/admin/stock/{variant}/movements").json["data"]
    assert [(row["available"], row["reserved"]) for row in shown if row["reason"] == "order"] == [(0, -3), (-3, 3)]


def test_movements_that_could_not_be_written_bring_the_batch_again(monkeypatch: pytest.MonkeyPatch) -> None:
    variant = created()["variants"][0]["id"]
    stocked(variant, 30)
    transact(reserve_writes([StockLine(variant, 1)], cause="o1", reason="order", actor=SYSTEM))
    entry = JournalRecord.get(journal_pk("o1"), JOURNAL_SK).serialize()

    def fails(_: object) -> None:
        raise Unavailable("The tables are busy at this moment.")

    with monkeypatch.context() as busy:
        busy.setattr("functions.stock.following.project_stock.transact", fails)
        assert project_stock(changes([entry, entry]), None) == {"batchItemFailures": [{"itemIdentifier": "0"}]}
    assert project_stock(changes([entry, entry]), None) == {"batchItemFailures": []}
    assert len([row for row in MovementRecord.scan(MovementRecord.kind == "movement") if "#o1#" in row.sk]) == 1


def test_stock_of_a_product_that_is_gone_is_nobodys_business() -> None:
    item = {
        "pk": {"S": "VAR#var_x"},
        "sk": {"S": "WH#main"},
        "kind": {"S": "stock"},
        "version": {"N": "1"},
        "available": {"N": "9"},
        "reserved": {"N": "0"},
        "product_id": {"S": "prod_x"},
    }
    assert project_stock(changes([item]), None) == {"batchItemFailures": []}
    assert project_stock({"Records": [{"dynamodb": {"SequenceNumber": "1", "OldImage": item}}]}, None) == {"batchItemFailures": []}
    assert [(item.kind, item.pk) for item in StockTable.scan()] == [("event", "VAR#var_x")], (
        "its first pieces are told, and nobody waits for them"
    )
