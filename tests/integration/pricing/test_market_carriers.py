"""X14: who brings the parcels of an order are carriers that its market offered, however often it is planned."""

from __future__ import annotations

from typing import Any

import pytest

from functions.orders.store.shipments import parcels_of
from functions.shipping.app import app as shipping_app
from tests.integration.orders.buyer import a_guest, captured
from tests.integration.orders.money_moves import told
from tests.integration.orders.planning.shelves import a_warehouse, lying, planned
from tests.integration.pricing.test_markets import DE, GERMANY, sold, staff
from tests.support.http import Client
from tests.support.identity import bearer


@pytest.fixture
def germany() -> None:
    """Two carriers: the cheap one is quicker, too."""
    rates = [
        {"id": "dear", "carrier": "sf", "service": "standard", "currency": "CNY", "first_fee": 900, "days": 4},
        {"id": "cheap", "carrier": "manual", "service": "standard", "currency": "CNY", "first_fee": 100, "days": 2},
    ]
    made = staff().post("/v1/admin/shipping_zones", {"name": "Germany", "areas": [{"country": "DE"}], "rates": rates})
    assert made.status == 201, made.text
    for n, name in enumerate(("w1", "w2"), 1):
        a_warehouse(name, n)


def bought(*variants: str) -> Any:
    buyer = a_guest(lines=[{"variant_id": one, "quantity": 1} for one in variants])
    assert buyer.client.put(f"{buyer.cart}/address", GERMANY).status == 200
    option = next(one["id"] for one in buyer.client.get(f"{buyer.cart}/delivery_options").json["data"])
    assert buyer.client.put(f"{buyer.cart}/delivery_option", {"id": option}).status == 200
    placed = buyer.place()
    assert placed.status == 201, placed.text
    told(captured(placed.json, f"pay_{placed.json['id']}"))
    return placed.json


def brought_by(order: Any) -> list[str]:
    return [one.carrier for one in parcels_of(order["id"]).shipments if one.counts]


@pytest.mark.usefixtures("germany")
def test_a_plan_takes_carriers_of_the_market_only() -> None:
    """X14: two parcels, each by the dearer carrier, which alone goes there; a market without a list is brought to by the cheaper one."""
    two = [lying(w1=2), lying(w2=2)]
    assert sold(DE | {"carriers": ["sf"]}).status == 200
    order = bought(*two)
    planned()
    assert brought_by(order) == ["sf", "sf"]
    assert sold(DE).status == 200
    free = bought(*two)
    planned()
    assert brought_by(free) == ["manual", "manual"]


@pytest.mark.usefixtures("germany")
def test_an_order_is_planned_again_by_what_its_market_was() -> None:
    """X14: pieces that arrive later, after the market was changed to the other carrier, still come by what was offered at its sale."""
    first, later = lying(w1=1), lying(w1=1)
    assert sold(DE | {"carriers": ["sf"]}).status == 200
    order = bought(first, later)
    assert sold(DE | {"carriers": ["manual"]}).status == 200
    planned()
    assert set(brought_by(order)) == {"sf"}


@pytest.mark.usefixtures("germany")
def test_a_carrier_that_was_switched_off_meanwhile_leaves_what_was_chosen() -> None:
    """X14: nobody else of the shop's carriers takes over where the market does not offer them."""
    assert sold(DE | {"carriers": ["sf"]}).status == 200
    order = bought(lying(w1=1))
    off = Client(shipping_app, bearer("owner")).put("/v1/admin/carriers/sf", {"enabled": False})
    assert off.status == 200, off.text
    planned()
    assert brought_by(order) == ["sf"]
