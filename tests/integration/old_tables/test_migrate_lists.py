"""Lists of the catalogue and of stock that version 0.1 had whole in one partition: read in both places, moved by touch or `shop migrate`,
and in the new place alone once a table is marked."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import boto3
import pytest

from functions.catalog import app as catalog
from functions.catalog.finding.load_documents import published_ids
from functions.catalog.model.product import Status
from functions.catalog.products.list_products import Wanted, list_products
from functions.catalog.products.site.sitemap import sitemap
from functions.catalog.store.card_lists import card_listing
from functions.catalog.store.records import CARD_SK, CardRecord, product_pk
from functions.orders import app as orders
from functions.orders.store.records import OrdersTable
from functions.payments import app as payments
from functions.payments.store.ledger_store import moved_between
from functions.payments.store.records import LedgerRecord
from functions.shared.plain import pages
from functions.shared.plain.errors import Conflict, Unreadable
from functions.shared.store import shards
from functions.stock import app as stock
from functions.stock.store.records import ShelfRecord
from functions.stock.warehouses.manage_warehouses import check_empty
from infra.deploy import bring_lists
from infra.migrate import TABLES, is_marked, migrate
from tests.integration.catalog.support import product_body
from tests.integration.old_tables.conftest import OldShop, made
from tests.support.tables import empty_tables


def migrate_all() -> None:
    for name in TABLES:
        assert not migrate(boto3.client("dynamodb"), name, name).overtaken


def lists(old: OldShop) -> dict[str, Any]:
    """Everything that is read through the lists that have moved."""
    staff = old.staff(catalog)
    urls = ("/v1/admin/products", "/v1/admin/products?status=draft", "/v1/admin/products?status=published", "/v1/admin/media")
    found: dict[str, Any] = {url: [row["id"] for row in made(staff.get(url))["data"]] for url in urls}
    found["orders"] = [row["id"] for row in made(old.staff(orders).get("/v1/admin/orders?month=2026-11"))["data"]]
    day = "from=2026-11-11T00:00:00Z&to=2026-11-12T00:00:00Z"
    found["ledger"] = [row["id"] for row in made(old.staff(payments).get(f"/v1/admin/ledger?{day}"))["data"]]
    first, last = (datetime(2026, 11, day, tzinfo=UTC) for day in (11, 12))
    found["moved"] = [record.sk for record in moved_between("sandbox", "sandbox", first, last)]
    for name, wanted in (("all", Wanted()), ("brand", Wanted(brand=old.names["brand"])), ("category", Wanted(old.names["category"]))):
        found[name] = [card.pk for card in list_products(wanted, limit=10, cursor=None).data]
    return found | {"ids": list(published_ids()), "sitemap": sitemap()}


def card(product_id: str) -> CardRecord:
    return CardRecord.get(product_pk(product_id), CARD_SK)


def test_what_is_moved_is_listed_as_before_and_the_old_place_is_let_go(old: OldShop) -> None:
    before = lists(old)
    assert all(before.values())
    migrate_all()
    assert not [one for one in CardRecord.scan(CardRecord.kind.is_in("card", "media")) if one.gsi1pk or not one.listed_pk]
    assert not [one for one in ShelfRecord.scan(ShelfRecord.kind == "shelf") if one.gsi1pk or not one.listed_pk]
    assert not [one for one in OrdersTable.scan(OrdersTable.kind == "number") if not (one.gsi1pk or "").startswith("PLACED#2026-11#")]
    ledger = list(LedgerRecord.scan(LedgerRecord.kind == "ledger"))
    assert {(one.gsi1pk or "").split("#")[0] for one in ledger} == {"MOVEMENTS"}
    assert {(one.gsi2pk or "").split("#")[0] for one in ledger} == {"BOOKED_IN"}
    shards.forget()
    assert shards.is_migrated(CardRecord)
    assert lists(old) == before
    with pytest.raises(Conflict):
        check_empty("main")
    # A mark says that nobody need look: what code of before put there now is found by the next migration.
    product = old.names["product"]
    card(product).update([CardRecord.gsi1pk.set("STATUS#unpublished"), CardRecord.gsi1sk.set(product)])
    migrate_all()
    assert card(product).listed_pk == card_listing(product, Status.UNPUBLISHED)[0]


def test_a_product_and_a_shelf_move_when_they_are_touched(old: OldShop) -> None:
    product, staff = old.names["product"], old.staff(catalog)
    before = lists(old)
    listed_before = card(product)
    assert (listed_before.gsi1pk, listed_before.listed_pk or "") == ("STATUS#published", "")
    made(staff.patch(f"/v1/admin/products/{product}", {"brief": {"en": "New"}}))
    moved = card(product)
    assert (moved.gsi1pk or "", moved.listed_pk) == ("", card_listing(product, Status.PUBLISHED)[0])
    made(old.staff(stock).post(f"/v1/admin/stock/{old.names['variants'][0]}/adjust", {"delta": 1, "reason": "found"}))
    touched = ShelfRecord.get(f"VAR#{old.names['variants'][0]}", "WH#main")
    assert (touched.gsi1pk or "", str(touched.listed_pk).rpartition("#")[0]) == ("", "WH#main")
    assert lists(old) == before
    with pytest.raises(Conflict):
        check_empty("main")


def test_pages_go_over_both_places_in_one_order_and_cursors_of_before_go_on(old: OldShop) -> None:
    staff = old.staff(catalog)
    for _ in range(5):
        made(staff.post("/v1/admin/products", product_body()))
    all_at_once = [row["id"] for row in made(staff.get("/v1/admin/products?limit=100"))["data"]]
    assert all_at_once == sorted(all_at_once, reverse=True)
    assert len(all_at_once) == 3 + 5
    paged: list[str] = []
    cursor = ""
    while True:
        page = made(staff.get(f"/v1/admin/products?limit=2{cursor}"))
        paged += [row["id"] for row in page["data"]]
        if not page["next_cursor"]:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert paged == all_at_once
    position = {"pk": product_pk(all_at_once[0]), "sk": CARD_SK, "gsi1sk": all_at_once[0]}
    query = {"list": "products", "category": None, "brand": None, "in_stock": None}
    on_sale = [one.pk for one in list_products(Wanted(), limit=10, cursor=pages.encode(position, query)).data]
    assert on_sale == [product_pk(old.names["product"])]
    for forged in ("x", 1, {}, position | {"gsi1sk": ""}, position | {"more": "x"}):
        with pytest.raises(Unreadable):
            list_products(Wanted(), limit=1, cursor=pages.encode(forged, query))


def test_a_deployment_marks_tables_that_are_empty_and_names_the_others(old: OldShop) -> None:
    client, said = boto3.client("dynamodb"), list[str]()
    tables = {name: name for name in TABLES}
    # In that shop nobody had decided about a consent, and there was no help centre and no card, and nothing was counted.
    empty = ["privacy", "limits", "loyalty", "content"]
    of_before = [table for table in TABLES if table not in empty]
    bring_lists(client, tables, "prod", said.append)
    assert len(said) == len(of_before)
    assert [table for table in TABLES if is_marked(client, table, table)] == [table for table in TABLES if table in empty]
    bring_lists(client, tables, "local", said.append)  # moved there and then
    assert all(is_marked(client, table, table) for table in TABLES)
    empty_tables()
    bring_lists(client, tables, "prod", said.append)
    assert all(is_marked(client, table, table) for table in TABLES)
    assert len(said) == len(of_before)
