"""F07: couriers that name prices are asked while a plan is made; what they say counts, and whatever they do the order is planned."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest

from functions.orders.planning import carry_out, plan_order
from functions.orders.planning.plan_order import plan_order as plan_now
from functions.orders.store.records import OrdersTable
from functions.orders.store.shipments import parcels_of
from functions.shared.store.again import Overtaken
from functions.shipping.couriers import live_quotes
from functions.shipping.couriers.port import Quote
from tests.integration.orders.buyer import staff
from tests.integration.orders.planning.quoting import quoter
from tests.integration.orders.planning.shelves import a_warehouse, bought, in_parcels, lying, planned
from tests.integration.orders.planning.test_plan_orders import shown
from tests.support.events import events_in, sqs_of_events
from tests.support.fulfilment import fulfil

AIR = Quote("standard", 620, "CNY", 2)


def offered(order: Any) -> dict[str, tuple[Any, ...]]:
    """By carrier: where its price is from, the price, why not the courier's own, and what was said of the offer."""
    [parcel] = shown(order)["allocation"]["parcels"]
    ranking = parcel["dispatch"]["ranking"]
    return {one["carrier"]: (one["source"], one["cost"]["amount"], one["instead_of"], one["reason"]) for one in ranking}


def test_what_the_courier_says_itself_counts_before_what_the_shop_keeps(tmp_path: Path) -> None:
    """F07: the answer is kept with the plan; asked once for a parcel, with its weight and address."""
    with quoter(tmp_path, AIR, Quote("air", 100, "CNY", 1)) as courier:
        order = bought(lying(main=1, weight_g=700))
        planned()
        assert [(one.measures.weight_g, one.currency, one.receiver.city) for one in courier.asked] == [(700, "CNY", "杭州市")]
        assert offered(order) == {"quoter": ("courier", 620, "", "cheapest in time"), "sandbox": ("rate", 1000, "", "costs more")}
        [said] = shown(order)["allocation"]["quotes"]
        assert (said["carrier"], said["weight_g"], said["code"]) == ("quoter", 700, "")
        assert said["services"][0] == {"service": "standard", "amount": 620, "currency": "CNY", "days": 2}
        fulfil(sqs_of_events(events_in(OrdersTable, "order.paid")))
        [parcel] = staff().get(f"/v1/admin/orders/{order['id']}/shipments").json["data"]
        assert parcel["quoted"] == {"weight_g": 700, "amount": 620, "currency": "CNY"}
        assert (parcel["billed"]["weight_g"], parcel["billed_difference_g"]) == (1500, 800)


@pytest.mark.parametrize(
    ("mood", "code"),
    [("down", "courier_unavailable"), ("slow", "courier_unavailable"), ("broken", "courier_unavailable"), ("refuses", "courier_refused")],
)
def test_a_courier_without_an_answer_stops_no_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mood: str, code: str) -> None:
    """F07: the prices that the shop keeps stand, and the plan says why; one that says no is taken only where nobody else brings it."""
    monkeypatch.setattr("functions.shipping.couriers.live_quotes.SECONDS", 0.1)
    monkeypatch.setattr(live_quotes.ask_prices, "__kwdefaults__", {"seconds": 0.1})
    with quoter(tmp_path, AIR) as courier:
        courier.mood = mood
        order = bought(lying(main=1))
        planned()
        says_no = mood == "refuses"
        reasons = ("its courier said no", "cheapest in time") if says_no else ("cheapest in time", "costs more")
        assert offered(order) == {"quoter": ("quote", 900, code, reasons[0]), "sandbox": ("rate", 1000, "", reasons[1])}
        assert [(one["code"], one["services"]) for one in shown(order)["allocation"]["quotes"]] == [(code, [])]
        assert parcels_of(order["id"]).shipments[0].carrier == ("sandbox" if says_no else "quoter")


@pytest.mark.parametrize(
    ("price", "why"),
    [
        (Quote("night", 100, "CNY"), "service_not_quoted"),
        (Quote("standard", 100, "EUR"), "other_currency"),
        (Quote("standard", 0, "CNY"), "service_not_quoted"),
        (Quote("standard", -5, "CNY"), "service_not_quoted"),
        (Quote("standard", 10**14, "CNY"), "service_not_quoted"),
        (Quote("standard", cast("int", float("nan")), "CNY"), "service_not_quoted"),
        (Quote("standard", cast("int", 1e308), "CNY"), "service_not_quoted"),
    ],
    ids=str,
)
def test_a_price_that_is_none_for_this_parcel(tmp_path: Path, price: Quote, why: str) -> None:
    """F07"""
    with quoter(tmp_path, price):
        order = bought(lying(main=1))
        planned()
        assert offered(order)["quoter"] == ("quote", 900, why, "cheapest in time")


@pytest.mark.parametrize("days", [-1, 10**9, float("nan"), "2"], ids=str)
def test_days_that_cannot_be_leave_the_shop_s_own(tmp_path: Path, days: Any) -> None:
    """F07: the price counts, and no calendar is overrun."""
    with quoter(tmp_path, Quote("standard", 620, "CNY", days)):
        order = bought(lying(main=1))
        planned()
        assert offered(order)["quoter"] == ("courier", 620, "", "cheapest in time")


def test_a_carrier_without_services_is_as_cheap_as_its_cheapest(tmp_path: Path) -> None:
    """F07: as it is booked; here it brings the order by a rate of the shop."""
    with quoter(tmp_path, AIR, Quote("b", 400, "CNY", 9), services=[]):
        zone = staff().get("/v1/admin/shipping_zones").json["data"][0]
        rate = {name: value for name, value in zone["rates"][0].items() if value is not None and name != "id"}
        body = {"name": zone["name"], "areas": zone["areas"], "rates": [*zone["rates"], rate | {"id": "q", "carrier": "quoter"}]}
        assert staff("owner").put(f"/v1/admin/shipping_zones/{zone['id']}", body).status < 300
        order = bought(lying(main=1))
        planned()
        # The cheapest is what would be booked; it is nine days on its way.
        assert offered(order)["quoter"] == ("courier", 400, "", "arrives after the promised day")


def test_who_is_overtaken_asks_nobody_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """F07: answers are kept while the order is planned."""
    steps = iter([True, False])

    def overtaken(*given: Any, **known: Any) -> bool:
        if next(steps, False):
            raise Overtaken
        return taken(*given, **known)

    taken = carry_out.take_step
    with quoter(tmp_path, AIR) as courier:
        order = bought(lying(main=1))
        monkeypatch.setattr(plan_order, "take_step", overtaken)
        plan_now(order["id"], "order.paid")
        assert (len(courier.asked), len(in_parcels(order))) == (1, 1)


def test_of_too_many_ways_only_the_chosen_one_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """F07: what a plan asks is bounded."""
    monkeypatch.setattr("functions.orders.planning.offers.OrderOffers.ask.__kwdefaults__", {"at_most": 2})
    for n in range(4):
        a_warehouse(f"w{n}", n)
    heavy, light = lying(weight_g=500, w0=1, w1=1, w2=1), lying(weight_g=30, w1=1, w3=1)
    third = lying(weight_g=7, w2=1, w3=1)
    with quoter(tmp_path, AIR) as courier:
        order = bought(heavy, light, third)
        planned()
        assert len(in_parcels(order)) == len(courier.asked) == 2
        parcels = shown(order)["allocation"]["parcels"]
        assert {one["dispatch"]["ranking"][0]["source"] for one in parcels} == {"courier"}
