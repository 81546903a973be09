"""The followers of the streams: in order, repeatable, and nothing overtakes what failed."""

from __future__ import annotations

import boto3

from functions.stock.app import project_stock
from functions.stock.store.records import MovementRecord, StockTable
from tests.integration.catalog.support import changes, created, stocked


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
    assert list(StockTable.scan()) == []
