"""What event items add up to, where they come in another order than usual."""

from __future__ import annotations

from typing import Any

import pytest

from functions.shared.events.envelope import SYSTEM, Envelope
from infra.restore import then

PLACED, RELEASED, SHIPPED, DELIVERED, PAID = (f"order.{step}" for step in ("placed", "released", "shipped", "delivered", "paid"))


@pytest.mark.parametrize(
    ("told", "status", "paid"),
    [
        ((PLACED, RELEASED), "fulfilling", False),
        ((PLACED, RELEASED, SHIPPED, DELIVERED, PAID), "delivered", True),
        ((PLACED, PAID, SHIPPED), "shipped", True),
    ],
)
def test_an_order_goes_on_and_never_back(told: tuple[str, ...], status: str, paid: bool) -> None:
    """P05: what is held is taken when its goods leave, or later."""
    found = then.orders(_event(place, name) for place, name in enumerate(told))["ord_1"]
    assert (found["status"], found["paid"]) == (status, paid)


def _event(place: int, name: str) -> Envelope:
    data: dict[str, Any] = {"order": {"total": 100}} if name == PLACED else {}
    return Envelope(f"evt_{place}", name, 1, f"2026-11-27T04:00:0{place}.000Z", "ord_1", SYSTEM, data)
