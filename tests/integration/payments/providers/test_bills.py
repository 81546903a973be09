"""Bills of the simulated providers, fetched and read as the reconciliation will (providers.md §4, §9)."""

from __future__ import annotations

import pytest

from functions.payments.providers import provider_named
from functions.payments.providers.exchange import BEIJING
from functions.shared.outside import clock
from functions.shared.plain import times
from tests.integration.payments.providers.trading import PROVIDERS, Trading


@pytest.mark.parametrize("code", PROVIDERS)
def test_a_days_bill_has_its_payments_and_refunds(shop: Trading, code: str) -> None:
    """Amounts in minor units, refunds negative, net = gross - fee; a day without trade has no lines."""
    with clock.frozen(times.parse(f"2026-0{3 + PROVIDERS.index(code)}-05T04:00:00Z")):
        first = shop.captured(code)
        shop.order_id = shop.place(total=50050)
        second = shop.captured(code)
        refund = shop.refund(10010)
        provider, day = provider_named(code), clock.now().astimezone(BEIJING).date()
        lines = sorted(provider.reconcile(day), key=lambda line: line.gross.amount)
        empty = list(provider.reconcile(day.replace(day=6)))
    assert [(line.kind, line.our_ref, line.gross.amount) for line in lines] == [
        ("refund", refund["reference"], -10010),
        ("charge", first["reference"], 12900),
        ("charge", second["reference"], 50050),
    ]
    assert all(line.net.amount == line.gross.amount - line.fee.amount for line in lines)
    assert [line.fee.amount for line in lines[1:]] == [77, 300]
    assert len({line.raw_sha256 for line in lines}) == 3
    assert empty == []
