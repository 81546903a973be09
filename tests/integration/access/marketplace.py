"""A shop that sells for two merchants, and from two warehouses; what staff of one of each see of it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace
from typing import Any

from functions.aftersales.app import app as aftersales
from functions.catalog.app import app as catalog
from functions.catalog.model.product import ProductFacts
from functions.catalog.store.records import VARIANT_SK, VariantRecord, variant_pk
from functions.invoices.app import app as invoices
from functions.orders.app import app as orders
from functions.shared.plain.bodies import dump, load
from functions.shipping.app import app as shipping
from tests.integration.access.standings import stand
from tests.integration.orders.buyer import a_guest, captured
from tests.integration.orders.money_moves import told
from tests.integration.orders.planning.shelves import a_warehouse, lying
from tests.support.http import Answer, Client
from tests.support.identity import bearer

door = Client(orders, None, catalog, aftersales, invoices, shipping)


def sold_by(merchant: str, variant: str) -> str:
    record = VariantRecord.get(variant_pk(variant), VARIANT_SK)
    facts = replace(load(ProductFacts, record.product), merchant_id=merchant)
    record.update([VariantRecord.product.set(dump(facts))])
    return variant


def somebody(role: str = "owner", *, merchants: tuple[str, ...] | None = None, warehouses: tuple[str, ...] | None = None) -> dict[str, str]:
    subject = str(uuid.uuid4())
    stand(subject, role, merchants=merchants, warehouses=warehouses)
    return bearer(subject=subject)


@dataclass
class Marketplace:
    """`theirs`: a variant of a merchant, in the warehouse of the same number; `own`: the shop's, in w1."""

    theirs: dict[str, str] = field(default_factory=dict)
    own: str = ""

    def order(self, *variants: str) -> Any:
        guest = a_guest()
        for variant in variants:
            assert guest.add(variant).status == 201
        placed = guest.ready().place()
        assert placed.status == 201, placed.text
        told(captured(placed.json, f"pay_{placed.json['id']}"))
        return placed.json

    def send(self, order: Any, *pieces: tuple[int, str]) -> list[str]:
        """A delivered parcel for each (line, warehouse); their ids."""
        sent = []
        for line, warehouse in pieces:
            lines = [{"line_id": order["lines"][line]["id"], "quantity": 1}]
            body = {"carrier": "manual", "waybill": f"W{order['id'][-6:]}{line}", "warehouse_id": warehouse, "lines": lines}
            parcel = door.post(f"/v1/admin/orders/{order['id']}/shipments", body, **bearer("owner"))
            assert parcel.status == 201, parcel.text
            path = f"/v1/admin/orders/{order['id']}/shipments/{parcel.json['id']}/trace"
            assert door.post(path, {"status": "DELIVERED", "place": "杭州"}, **bearer("owner")).status == 201
            sent.append(str(parcel.json["id"]))
        return sent


def opened() -> Marketplace:
    for name in ("w1", "w2"):
        a_warehouse(name)
    made = Marketplace(own=lying(w1=99))
    for number in ("1", "2"):
        made.theirs[number] = sold_by(f"m{number}", lying(**{f"w{number}": 99}))
    return made


def ids(answer: Answer) -> list[str]:
    assert answer.status == 200, answer.text
    return [one["id"] for one in answer.json["data"]]


def all_ids(path: str, limit: int, who: dict[str, str]) -> list[str]:
    """Page by page. None but the last is short of what was asked for."""
    found, cursor = list[str](), ""
    while True:
        answer = door.get(f"{path}{'&' if '?' in path else '?'}limit={limit}{cursor}", **who)
        page = ids(answer)
        found += page
        if answer.json["next_cursor"] is None:
            return found
        assert len(page) == limit
        cursor = f"&cursor={answer.json['next_cursor']}"
