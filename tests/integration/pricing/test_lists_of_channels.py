"""X13: lists, search, filters and counts of a channel tell what it can sell."""

from __future__ import annotations

from typing import Any

import pytest

from functions.catalog.app import app as catalog_app
from functions.catalog.finding import browse_products
from functions.shared.store.transactions import transact
from functions.stock.model.stock import JournalLine
from functions.stock.store import channel_states
from functions.stock.store.records import STOCK_SK, ShelfRecord, StockRecord, variant_pk
from functions.stock.store.shelves import shelf_updates
from tests.integration.catalog.searching.conftest import _index
from tests.integration.catalog.searching.support import rebuild
from tests.integration.catalog.support import published
from tests.integration.pricing.test_channels import KIOSK, by, key, sold
from tests.support.http import Client

__all__ = ["_index"]


def lying(title: str, **pieces: int) -> str:
    """A product whose one variant lies so: its id."""
    product: dict[str, Any] = published(
        title={"en": title}, variants=[{"sku": title.upper().replace(" ", "-"), "price": {"amount": 5900, "currency": "CNY"}}]
    )
    variant = product["variants"][0]["id"]
    stock = StockRecord.get(variant_pk(variant), STOCK_SK)
    more = sum(pieces.values()) - int(stock.available)
    stock.update([StockRecord.available.add(more)])
    shelves = ShelfRecord.query(variant_pk(variant), ShelfRecord.sk.startswith("WH#"))
    for shelf in shelves:
        shelf.delete()
    transact([one for name, n in pieces.items() for one in shelf_updates([JournalLine(variant, name, n, 0)])])
    return str(product["id"])


def seen(client: Client, path: str) -> dict[str, str]:
    found = client.get(path)
    assert found.status == 200, found.text
    assert found.json["total"] in (None, len(found.json["data"]))
    return {row["id"]: row["stock_state"] for row in found.json["data"]}


@pytest.fixture
def three() -> tuple[str, str, str]:
    """In the kiosk's warehouse, in another, and in both; all are in stock for everybody."""
    sold(KIOSK)
    made = lying("cup one", w2=9), lying("cup two", main=9), lying("cup both", main=9, w2=2)
    rebuild()
    return made


@pytest.mark.parametrize("door", ["/v1/products?", "/v1/search?q=cup"])
def test_what_a_channel_lists_is_what_it_can_sell(three: tuple[str, str, str], door: str) -> None:
    """X13: state, filter and counts; for everybody else nothing changes."""
    here, there, both = three
    kiosk, web = Client(catalog_app, key("kiosk")), Client(catalog_app)
    assert seen(kiosk, door) == {here: "in_stock", there: "out_of_stock", both: "low_stock"}
    assert seen(kiosk, f"{door}&in_stock=true") == {here: "in_stock", both: "low_stock"}
    assert seen(kiosk, f"{door}&in_stock=false") == {there: "out_of_stock"}
    assert set(seen(web, door).values()) == {"in_stock"}
    assert set(seen(web, f"{door}&in_stock=true")) == set(three)
    for client, counts in ((kiosk, (2, 1)), (web, (3, 0))):
        for more in ("", "&in_stock=true"):
            stock = client.get(f"{door}&facets=true{more}").json["facets"]["stock"]
            assert (stock["in_stock"], stock["out_of_stock"]) == counts
    assert kiosk.get(door).headers["cache-control"] == "private, no-store"
    page = kiosk.get(f"{door}&in_stock=true&limit=1").json
    assert (page["total"], len(page["data"])) == (2, 1)
    rest = kiosk.get(f"{door}&in_stock=true&limit=1&cursor={page['next_cursor']}").json
    assert {page["data"][0]["id"], rest["data"][0]["id"]} == {here, both}
    for product in three:
        shown = kiosk.get(f"/v1/products/{product}").json
        buyer = by(kiosk.headers)
        buyer.add(shown["variants"][0]["id"])
        buyer.ready()
        codes = [one["code"] for one in buyer.preview()["lines"][0]["notices"]]
        assert (codes == []) == (seen(kiosk, door)[product] != "out_of_stock") == (shown["stock_state"] != "out_of_stock")


def test_what_moves_to_the_channel_s_warehouse_is_listed_there(three: tuple[str, str, str]) -> None:
    """X13: at most a minute later, without the index hearing of it; what is recalled or held back is not."""
    _, there, _ = three
    kiosk = Client(catalog_app, key("kiosk"))
    variant = kiosk.get(f"/v1/products/{there}").json["variants"][0]["id"]
    assert seen(kiosk, "/v1/products")[there] == "out_of_stock"
    transact(shelf_updates([JournalLine(variant, "main", -9, 0), JournalLine(variant, "w2", 9, 0)]))
    channel_states.forget()
    assert seen(kiosk, "/v1/products?in_stock=true")[there] == "in_stock"
    stock = StockRecord.get(variant_pk(variant), STOCK_SK)
    stock.update([StockRecord.safety.set(9)])
    channel_states.forget()
    assert there not in seen(kiosk, "/v1/products?in_stock=true")
    stock.update([StockRecord.safety.set(0), StockRecord.recalls.set({"rec_1"})])
    channel_states.forget()
    assert there not in seen(kiosk, "/v1/products?in_stock=true")


def test_without_an_index_a_channel_s_list_tells_the_same(three: tuple[str, str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """X13: the table answers."""
    here, there, both = three
    monkeypatch.setattr(browse_products, "index_or_none", lambda: None)
    kiosk = Client(catalog_app, key("kiosk"))
    assert seen(kiosk, "/v1/products") == {here: "in_stock", there: "out_of_stock", both: "low_stock"}
    assert seen(kiosk, "/v1/products?in_stock=true") == {here: "in_stock", both: "low_stock"}
    assert seen(kiosk, "/v1/products?in_stock=false") == {there: "out_of_stock"}
