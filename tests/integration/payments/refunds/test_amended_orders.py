"""X17, D09: what an amended order costs less goes back once, through the ledger; what it cost before can be paid no more."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from functions.orders.store.order_check import findings
from functions.orders.store.shipments import parcels_of
from functions.payments.app import app
from functions.payments.refunds import follow_amendments
from functions.shared.outside import clock
from tests.integration.orders.amending.amended import amend, less, more, read, ring, said, total
from tests.integration.orders.buyer import a_variant, an_order
from tests.integration.payments.bus import Bus
from tests.integration.payments.shop import Shop, balances, told
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.races import in_between


class Sale:
    def __init__(self, shop: Shop, bus: Bus, quantity: int = 2) -> None:
        self.shop, self.bus = shop, bus
        self.order, self.guest = an_order(a_variant(price=5000), quantity)

    def start(self) -> Any:
        started = Client(app, bearer("owner")).post(f"/v1/orders/{self.order['id']}/payments", {"provider": "sandbox"})
        assert started.status == 201, started.text
        return started.json

    def work(self) -> None:
        for minutes in (0, 1, 2, 6):
            with clock.frozen(clock.now() + timedelta(minutes=minutes)):
                self.shop.work(self.shop.due())
            self.bus.pump()

    def charged(self, started: Any) -> None:
        """The payer has paid, and their provider says so."""
        self.shop.provider.pay(started["reference"])
        assert self.shop.webhook(told(started, key=started["id"])).status == 200
        self.work()

    def pay(self) -> Any:
        started = self.start()
        self.charged(started)
        return started

    def refunds(self) -> list[tuple[int, str, str]]:
        found = self.shop.finance.get(f"/v1/admin/orders/{self.order['id']}/refunds").json["data"]
        return [(one["amount"]["amount"], one["status"], one["reason"]) for one in found]

    @property
    def sound(self) -> bool:
        return findings(parcels_of(self.order["id"])) == []


@pytest.mark.parametrize("times", [1, 3])
def test_one_refund_of_exactly_the_difference(shop: Shop, times: int) -> None:
    sale = Sale(shop, Bus(times=times))
    sale.pay()
    assert read(sale.order)["payment_status"] == "paid"
    assert amend(sale.order, **less(sale.order, 1)).status == 200
    sale.work()
    assert sale.refunds() == [(5000, "succeeded", "order_amended")]
    page = read(sale.order)
    assert (page["payment_status"], page["totals"]["refunded"]["amount"], total(page)) == ("paid", 0, total(sale.order) - 5000)
    assert balances() == {"provider:sandbox:sandbox": total(page), f"order:{page['id']}": -total(page)}
    assert sale.sound
    (back,) = said(sale.order, "order.refunded")
    assert (back.data["amends"], back.data["amount"], back.data["fully"], back.data["tax"]) == (True, 5000, False, None)


def test_the_difference_is_paid_once_and_all_of_it_can_go_back(shop: Shop) -> None:
    """The page of pays asks for the difference; afterwards the order is refunded as a whole, over both payments."""
    sale = Sale(shop, Bus())
    sale.pay()
    assert amend(sale.order, **more(a_variant(price=700))).status == 200
    extra = sale.pay()
    assert extra["amount"]["amount"] == 700
    assert [one["status"] for one in read(sale.order)["amendments"]] == ["applied"]
    assert amend(sale.order, **less(sale.order, 1)).status == 200
    sale.work()
    assert sum(amount for amount, *_ in sale.refunds()) == 5000
    whole = shop.finance.post(f"/v1/admin/orders/{sale.order['id']}/refunds", {"reason": "x"})
    assert whole.status == 201, whole.text
    sale.work()
    page = read(sale.order)
    assert (page["status"], page["payment_status"], page["totals"]["refunded"]["amount"]) == ("cancelled", "refunded", total(page))
    assert sum(amount for amount, *_ in sale.refunds()) == total(sale.order) + 700
    assert sale.sound


def test_an_attempt_of_the_old_amount_ends(shop: Shop) -> None:
    """The unpaid order is amended while its payer is at the provider: what they were asked is not taken."""
    sale = Sale(shop, Bus())
    started = sale.start()
    assert amend(sale.order, **less(sale.order, 1)).status == 200
    sale.work()
    attempt = shop.finance.get(f"/v1/admin/payments/{started['id']}").json
    assert (attempt["status"], shop.provider.charges[started["reference"]]["status"]) == ("voided", "closed")
    assert sale.pay()["amount"]["amount"] == total(sale.order) - 5000
    assert (read(sale.order)["payment_status"], sale.sound) == ("paid", True)


def test_what_is_taken_of_the_old_amount_all_the_same_goes_back(shop: Shop) -> None:
    """The provider had taken it before anybody could tell: it goes back, and the new amount is paid."""
    sale = Sale(shop, Bus())
    started = sale.start()
    assert amend(sale.order, **less(sale.order, 1)).status == 200
    sale.charged(started)
    assert (read(sale.order)["payment_status"], [amount for amount, *_ in sale.refunds()]) == ("unpaid", [total(sale.order)])
    assert sale.pay()["amount"]["amount"] == total(sale.order) - 5000
    assert (read(sale.order)["payment_status"], sale.sound) == ("paid", True)


def test_what_was_not_paid_in_time_leaves_no_money_behind(shop: Shop) -> None:
    sale = Sale(shop, Bus())
    sale.pay()
    amend(sale.order, **more(a_variant(price=700)))
    with clock.frozen(clock.now() + timedelta(days=4)):
        ring(sale.order)
        sale.bus.pump()
    assert (total(read(sale.order)), sale.refunds(), sale.sound) == (total(sale.order), [], True)
    amend(sale.order, **more(a_variant(price=900)))
    assert sale.pay()["amount"]["amount"] == 900
    assert (read(sale.order)["payment_status"], sale.sound) == ("paid", True)


def test_staff_refund_the_same_payment_in_between(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """The claim holds to what is refundable: no more goes back than was paid."""
    sale = Sale(shop, Bus())
    sale.pay()
    amend(sale.order, **less(sale.order, 1))

    def all_of_it() -> None:
        assert shop.finance.post(f"/v1/admin/orders/{sale.order['id']}/refunds", {"reason": "x"}).status == 201

    in_between(monkeypatch, follow_amendments, "histories_of", all_of_it)
    sale.work()
    assert sum(amount for amount, *_ in sale.refunds()) <= total(sale.order)
