"""What integrations keep on payments and refunds."""

from __future__ import annotations

from functions.payments.records import PaymentsTable
from tests.integration.payments.sandbox_double import Provider
from tests.integration.payments.shop import Shop, told
from tests.support.events import events_in

OWN = {"metadata": {"seen": "by all"}, "private_metadata": {"erp": "only-staff"}}


def test_payments_and_refunds_keep_it_and_events_tell_the_public_part(shop: Shop, provider: Provider) -> None:
    """X10, F-C11"""
    payment = shop.started(metadata={"till": "7"})
    shop.webhook(told(payment))
    shop.work()
    assert payment["metadata"] == shop.payment(payment["id"])["metadata"] == {"till": "7"}
    url = f"/v1/admin/orders/{shop.order_id}/refunds"
    amount = {"amount": 100, "currency": "CNY"}
    made = shop.finance.post(url, {"reason": "broken", "amount": amount} | OWN).json
    (listed,) = shop.finance.get(url).json["data"]
    for refund in (made, listed):
        assert {name: refund[name] for name in OWN} == OWN
    shop.work(shop.due())
    data = {event.type: event.data for event in events_in(PaymentsTable)}
    assert data["payment.captured"]["metadata"] == {"till": "7"}
    assert data["payment.refunded"]["metadata"] == OWN["metadata"]
    assert "only-staff" not in str(data)
