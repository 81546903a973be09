"""The machine of orders, remembering after each step what staff saw: asked for the order as it was then, the shop has to say just that."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from functions.orders.placed.cancel_order import cancel_unpaid
from functions.orders.store.records import order_pk
from functions.orders.store.timers import PAYMENT_DEADLINE, Due
from functions.shared.outside import clock
from functions.shared.plain import times
from tests.integration.orders.buyer import staff
from tests.integration.orders.order_machine import OrderShop
from tests.integration.orders.order_model import Known
from tests.integration.promotions.shop import NOON

ASKED: list[str] = []
"""The states that were asked for, over all runs."""


class RememberedShop(OrderShop):
    seen: dict[tuple[str, str], Any]
    """By order and moment, what staff were answered."""

    @rule(known=OrderShop.orders, sure=st.sampled_from([True, False, False]))
    def deadline(self, known: Known, sure: bool) -> None:
        """Time only goes on here."""
        if sure and self._parcels(known).status == "pending_payment":
            self._turn(times.parse(known.json["payment_deadline"]) + timedelta(days=3))
            cancel_unpaid(Due(order_pk(known.id), f"TIMER#{PAYMENT_DEADLINE}", known.json["payment_deadline"]))

    def _turn(self, moment: datetime) -> None:
        self.now = max(moment, getattr(self, "now", NOON) + timedelta(minutes=7))
        clock._frozen[-1:] = [self.now]

    @invariant()
    def always(self) -> None:
        seen: dict[tuple[str, str], Any] = self.__dict__.setdefault("seen", {})
        for known in getattr(self, "known", ()):
            seen[known.id, times.iso(clock.now())] = _shown(known.id, "")
        self._turn(clock.now())

    def teardown(self) -> None:
        wrong = []
        for (order_id, at), then in self.__dict__.get("seen", {}).items():
            ASKED.append(then["status"])
            now = _shown(order_id, f"?at={at}")
            # Of what staff write on it no event tells, and it says so.
            names = then.keys() - set(now["as_it_was"]["as_today"]) - {"as_it_was"}
            wrong += [f"{at} {name}: was {then[name]}, is told as {now[name]}" for name in sorted(names) if then[name] != now[name]]
        self.frozen.__exit__(None, None, None)
        assert not wrong, "\n".join(wrong)


def _shown(order_id: str, query: str) -> Any:
    answer = staff().get(f"/v1/admin/orders/{order_id}{query}")
    assert answer.status == 200, answer.text
    assert bool(answer.json["as_it_was"]) is bool(query)
    return answer.json
