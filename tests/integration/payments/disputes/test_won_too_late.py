"""A dispute is decided after its order was cancelled: what comes back is the buyer's, and goes to them by itself, once."""

from __future__ import annotations

from typing import Any

import pytest

from functions.orders.store.order_check import findings, overdue
from functions.orders.store.shipments import parcels_of
from functions.payments.app import app
from functions.payments.facts.apply_event import apply_event
from functions.payments.model.provider_event import EventType
from tests.integration.orders import buyer
from tests.integration.payments.bus import Bus
from tests.integration.payments.disputes.test_disputes import fact
from tests.integration.payments.sandbox_double import Provider
from tests.integration.payments.shop import Shop, balances, told
from tests.support.http import Client
from tests.support.identity import bearer

WON, LOST, OPEN = EventType.CHARGE_BACK_REVERSE, EventType.CHARGE_BACK_LOST, EventType.CHARGE_BACK
WAYS = pytest.mark.parametrize(("times", "newest_first"), [(1, False), (3, True)])
AFTER = "9999"


class Paid:
    def __init__(self, shop: Shop, bus: Bus) -> None:
        self.shop, self.bus = shop, bus
        self.order, _ = buyer.an_order(buyer.a_variant(price=10_000), 2)
        self.id, self.total = self.order["id"], self.order["totals"]["total"]["amount"]
        self.payment = self.pays()

    def pays(self) -> dict[str, Any]:
        started = Client(app, bearer("owner")).post(f"/v1/orders/{self.id}/payments", {"provider": "sandbox"})
        assert started.status == 201, started.text
        payment: dict[str, Any] = started.json
        return payment

    def arrives(self, payment: dict[str, Any], key: str) -> None:
        self.shop.webhook(told(payment, key=key))
        self.shop.work()

    def dispute(self, *kinds: EventType, amount: int = 0, payment: dict[str, Any] | None = None) -> None:
        for kind in kinds:
            apply_event("sandbox", fact(payment or self.payment, kind, amount or self.total))

    def cancel(self) -> None:
        assert buyer.staff().post(f"/v1/orders/{self.id}/cancel", {"reason": "staff"}).status == 200

    @property
    def says(self) -> tuple[str, int, int]:
        self.bus.pump()
        parcels = parcels_of(self.id)
        assert findings(parcels) == []
        return parcels.record.payment_status, int(parcels.record.captured or 0), int(parcels.record.refunded or 0)


def paid(shop: Shop, *, times: int = 1, newest_first: bool = False) -> Paid:
    one = Paid(shop, Bus(times=times, newest_first=newest_first))
    one.arrives(one.payment, "e1")
    one.bus.pump()
    return one


@pytest.mark.parametrize("amount", [0, 300])
@WAYS
def test_what_is_won_after_the_end_goes_back_once(shop: Shop, provider: Provider, times: int, amount: int, *, newest_first: bool) -> None:
    one = paid(shop, times=times, newest_first=newest_first)
    one.dispute(OPEN, amount=amount)
    one.bus.pump()
    one.cancel()
    one.bus.pump()
    one.dispute(WON, amount=amount)
    assert one.says == ("refunded", one.total, one.total)
    assert sorted(refund["amount"] for refund in provider.refunds.values()) == ([300, one.total - 300] if amount else [one.total])
    assert balances()[f"order:{one.id}"] == 0


@WAYS
def test_won_and_cancelled_in_the_same_moment(shop: Shop, provider: Provider, times: int, *, newest_first: bool) -> None:
    one = paid(shop, times=times, newest_first=newest_first)
    one.dispute(OPEN, WON)
    one.cancel()
    assert one.says == ("refunded", one.total, one.total)
    assert [refund["amount"] for refund in provider.refunds.values()] == [one.total]


def test_what_is_lost_is_gone_already(shop: Shop, provider: Provider) -> None:
    one = paid(shop)
    one.dispute(OPEN)
    one.bus.pump()
    one.cancel()
    one.dispute(LOST)
    assert (one.says, provider.refunds) == (("charged_back", one.total, 0), {})
    assert overdue(parcels_of(one.id), AFTER) == []


def test_what_is_won_while_the_order_lives_stays(shop: Shop, provider: Provider) -> None:
    one = paid(shop)
    one.dispute(OPEN)
    one.bus.pump()
    one.dispute(WON)
    assert (one.says, provider.refunds) == (("paid", one.total, 0), {})


def test_a_second_payment_that_was_disputed_goes_back_when_it_is_won(shop: Shop, provider: Provider) -> None:
    one = Paid(shop, Bus())
    second = one.pays()
    one.arrives(one.payment, "e1")
    one.bus.pump()
    one.arrives(second, "e2")
    one.dispute(OPEN, payment=second)
    one.bus.pump()
    assert provider.refunds == {}
    one.dispute(WON, payment=second)
    assert one.says == ("paid", one.total, 0)
    assert [(refund["reference"], refund["amount"]) for refund in provider.refunds.values()] == [(second["reference"], one.total)]


def test_the_nightly_check_sees_money_that_a_cancelled_order_keeps(shop: Shop) -> None:
    one = paid(shop)
    one.cancel()
    assert overdue(parcels_of(one.id), AFTER) == [f"cancelled, and {one.total} of what was paid is kept"]
    assert one.says == ("refunded", one.total, one.total)
    assert overdue(parcels_of(one.id), AFTER) == []
