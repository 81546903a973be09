"""What is low or sold out is a list that who does stock reads without the right to reports; it reads what it shows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import boto3
import pytest

from benchmarks.lists.counted import counted
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.stock import app as stock
from functions.stock.store.records import ALERT_SK, STOCK_SK, AlertRecord, StockRecord, StockTable
from infra.migrate import migrate
from tests.integration.access.marketplace import somebody
from tests.integration.catalog.support import changes, made, product_body, staff, stocked
from tests.support.events import events_in
from tests.support.http import Client
from tests.support.identity import bearer

URL = "/v1/admin/stock_shortages"


def moved(variant: str, delta: int) -> None:
    """And the stream tells it."""
    before = _counters(variant)
    stocked(variant, delta)
    assert stock.project_stock(changes([_counters(variant)], [before]), None) == {"batchItemFailures": []}


def _counters(variant: str) -> Any:
    return boto3.client("dynamodb").get_item(TableName="stock", Key={"pk": {"S": f"VAR#{variant}"}, "sk": {"S": STOCK_SK}}).get("Item")


def on_sale(pieces: int, **fields: Any) -> dict[str, Any]:
    product = made(staff().post("/v1/admin/products", product_body(**fields)))
    moved(product["variants"][0]["id"], pieces)
    return made(staff().post(f"/v1/admin/products/{product['id']}/publish"))


def short(query: str = "", **headers: str) -> list[tuple[str, str, int]]:
    answer = Client(stock.app, headers or bearer("warehouse")).get(f"{URL}{query}")
    assert answer.status == 200, answer.text
    return [(one["sku"], one["state"], one["for_sale"]) for one in answer.json["data"]]


def test_what_falls_is_listed_until_there_is_enough_again(monkeypatch: pytest.MonkeyPatch) -> None:
    cup, pot = on_sale(7)["variants"][0], on_sale(9)["variants"][0]
    assert short() == []
    moved(cup["id"], -3)
    assert short() == [(cup["sku"], "low_stock", 4)]
    later = clock.now() + timedelta(hours=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    moved(pot["id"], -9)
    moved(cup["id"], -1)
    assert short() == [(pot["sku"], "out_of_stock", 0), (cup["sku"], "low_stock", 3)]
    assert short("?state=low_stock") == [(cup["sku"], "low_stock", 3)]
    assert short("?state=out_of_stock") == [(pot["sku"], "out_of_stock", 0)]
    (row,) = Client(stock.app, bearer("warehouse")).get(f"{URL}?state=out_of_stock").json["data"]
    assert (row["since"], row["variant_id"], row["low_at"]) == (times.iso(later), pot["id"], 5)
    moved(cup["id"], -3)
    assert short("?state=low_stock") == []
    moved(pot["id"], 2)
    assert sorted(short()) == sorted([(cup["sku"], "out_of_stock", 0), (pot["sku"], "low_stock", 2)])
    moved(cup["id"], 50)
    moved(pot["id"], 50)
    assert short() == []


def test_few_pieces_that_came_first_are_listed_and_nobody_is_told() -> None:
    cup = on_sale(3)["variants"][0]
    assert short() == [(cup["sku"], "low_stock", 3)]
    moved(cup["id"], -3)
    assert short() == [(cup["sku"], "out_of_stock", 0)]
    assert events_in(StockRecord, "stock.low") == []


def test_an_older_word_of_the_stream_lists_nothing_anew() -> None:
    cup = on_sale(7)["variants"][0]
    first = _counters(cup["id"])
    moved(cup["id"], -7)
    then = _counters(cup["id"])
    moved(cup["id"], 7)
    assert stock.project_stock(changes([then], [first]), None) == {"batchItemFailures": []}
    assert short() == []
    assert AlertRecord.get(f"VAR#{cup['id']}", ALERT_SK).listed_pk is None


def test_only_what_is_on_sale_and_one_s_own_is_told() -> None:
    cup, gone = on_sale(2, merchant_id="m1"), on_sale(1)
    made(staff().post(f"/v1/admin/products/{gone['id']}/unpublish"))
    listed = [(cup["variants"][0]["sku"], "low_stock", 2)]
    assert short() == short("", **somebody("warehouse", warehouses=("main",))) == listed
    assert short("", **somebody("warehouse", merchants=("m1",))) == listed
    assert short("", **somebody("warehouse", merchants=("m2",))) == []
    assert Client(stock.app, bearer("analyst")).get(URL).status == 403
    assert Client(stock.app, bearer("warehouse")).get(f"{URL}?state=in_stock").status == 422


def test_a_page_reads_what_it_shows_and_goes_on() -> None:
    skus = {on_sale(1)["variants"][0]["sku"] for _ in range(12)}
    found, cursor, rows = list[str](), "", list[int]()
    while True:
        with counted() as read:
            page = Client(stock.app, bearer("warehouse")).get(f"{URL}?limit=5{cursor}").json
        found, rows = found + [one["sku"] for one in page["data"]], [*rows, read.rows]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert (len(found), set(found)) == (12, skus)
    assert max(rows) <= 10 * 5
    assert Client(stock.app, bearer("warehouse")).get(f"{URL}?cursor=nonsense").code == "invalid_cursor"


@pytest.mark.parametrize("limit", [1, 2])
def test_one_s_own_are_found_among_many_of_others_without_a_request_for_each(limit: int) -> None:
    """And each once, in their order, whatever was read ahead."""
    mine = list[str]()
    for number in range(4):
        for _ in range(9):
            on_sale(1, merchant_id="m1")
        mine += [one["sku"] for one in on_sale(1, merchant_id="m2", external_id=f"mine-{number}")["variants"]]
    who = Client(stock.app, somebody("warehouse", merchants=("m2",)))
    found, cursor, requests = list[str](), "", list[int]()
    while True:
        with counted() as read:
            page = who.get(f"{URL}?limit={limit}{cursor}").json
        assert len(page["data"]) <= limit
        found, requests = found + [one["sku"] for one in page["data"]], [*requests, read.requests["BatchGetItem"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert (sorted(found), len(found)) == (sorted(mine), len(mine))
    assert max(requests) <= 8


def test_what_was_short_before_there_was_a_list_is_brought_into_it() -> None:
    """`shop migrate`; what the stream told meanwhile stays."""
    cup, pot, jar = (on_sale(pieces)["variants"][0] for pieces in (2, 7, 9))
    moved(pot["id"], -7)
    since = AlertRecord.get(f"VAR#{pot['id']}", ALERT_SK).listed_sk
    AlertRecord.get(f"VAR#{cup['id']}", ALERT_SK).delete()
    moved(jar["id"], -9)
    AlertRecord.get(f"VAR#{jar['id']}", ALERT_SK).update(
        [name.remove() for name in (AlertRecord.state, StockTable.listed_pk, StockTable.listed_sk)]
    )
    assert short() == [(pot["sku"], "out_of_stock", 0)]
    assert migrate(boto3.client("dynamodb"), "stock", "stock").moved == 2
    assert sorted(short()) == sorted([(pot["sku"], "out_of_stock", 0), (cup["sku"], "low_stock", 2), (jar["sku"], "out_of_stock", 0)])
    assert AlertRecord.get(f"VAR#{pot['id']}", ALERT_SK).listed_sk == since
    assert [one["since"] for one in Client(stock.app, bearer("warehouse")).get(URL).json["data"]][1:] == [None, None]


def test_what_the_stream_has_still_to_tell_is_told_after_a_migration() -> None:
    """Else whoever orders more of it would never hear of what fell while the list was filled."""
    cup, pot = on_sale(7)["variants"][0], on_sale(9)["variants"][0]
    moved(pot["id"], -9)
    moved(pot["id"], 9)
    AlertRecord.get(f"VAR#{pot['id']}", ALERT_SK).update([AlertRecord.state.remove()])
    before = [_counters(one["id"]) for one in (cup, pot)]
    stocked(cup["id"], -4)
    stocked(pot["id"], -5)
    now = [_counters(one["id"]) for one in (cup, pot)]
    told = len(events_in(StockRecord, "stock.low"))
    assert migrate(boto3.client("dynamodb"), "stock", "stock").moved == 2
    assert migrate(boto3.client("dynamodb"), "stock", "stock").moved == 0
    for _ in range(2):
        assert stock.project_stock(changes(now, before), None) == {"batchItemFailures": []}
    assert len(events_in(StockRecord, "stock.low")) == told + 2
    assert sorted(short()) == sorted([(cup["sku"], "low_stock", 3), (pot["sku"], "low_stock", 4)])
