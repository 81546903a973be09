"""A thousand buyers for a hundred pieces: they pay, cancel, let time go by, are paid back, do two things at once, and processes die."""

from __future__ import annotations

import random
import uuid
from collections import Counter
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest

from functions.orders.app import apply_payments, run_timers
from functions.orders.store.records import order_pk
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.stock.store.records import STOCK_SK, variant_pk
from proofs.shop.baton import Baton
from proofs.shop.edge import Died
from proofs.shop.engine import stored
from proofs.shop.faults import Chance
from proofs.shop.table import Door
from proofs.shop.world import World
from tests.integration.orders.buyer import captured
from tests.support.events import sqs, sqs_of_events
from tests.support.http import Answer
from tests.support.identity import bearer
from tests.support.race import a_cart

FAULTS = {"killed before": 8, "killed after": 8, "answer lost": 8, "conflict": 20}
FATES = ("pay", "pay", "pay", "cancel", "expire", "paid back", "two at once", "two at once")
_TRIES = 40


@dataclass
class Race:
    """`flash`: the sale's id and its variant; every fourth buyer wants that one."""

    world: World
    variant: str
    flash: tuple[str, str] | None = None
    wrong: list[str] = field(default_factory=list)
    undecided: int = 0
    fates: Counter[str] = field(default_factory=Counter)
    ahead: ContextVar[timedelta] = field(default_factory=lambda: ContextVar("ahead", default=timedelta()))

    def run(self, buyers: int, in_flight: int, patch: pytest.MonkeyPatch) -> Counter[str]:
        """The faults that were met."""
        now, chance = clock.now, self.world.chance
        self.baton = Baton(chance, in_flight)
        faults = Chance(chance, FAULTS)

        def around(of: Any, call: Any) -> Any:
            self.baton.hand_over()
            return faults(of, call)

        def moved() -> datetime:
            return now() + self.ahead.get()

        wanted = [self._cart(n) for n in range(buyers)]
        patch.setattr(clock, "now", moved)
        self.world.edge.around = around
        # Who lives on remembers what it knew: a death takes only its own process's memory, and here all share one.
        self.world.table.died = lambda: None
        self.undecided = buyers
        for n, (door, cart, variant) in enumerate(wanted):
            self.baton.add(lambda n=n, door=door, cart=cart, variant=variant: self._shop(n, door, cart, variant))  # type: ignore[misc]
        self.wrong += [repr(one) for one in self.baton.run()]
        self.world.edge.around = None
        patch.setattr(clock, "now", now)
        return faults.met

    def _cart(self, n: int) -> tuple[Door, str, str]:
        if self.flash and n % 4 == 0:
            return self._flash_cart(*self.flash)
        cart, client = a_cart(self.variant)
        return self.world.door(client.headers), cart, self.variant

    def _flash_cart(self, sale: str, variant: str) -> tuple[Door, str, str]:
        from tests.integration.orders.buyer import ADDRESS

        door = self.world.door(bearer(subject=str(uuid.UUID(int=self.world.chance.getrandbits(128), version=4))))
        wanted = [{"variant_id": variant, "quantity": 1}]
        whole = {"currency": "CNY", "lines": wanted, "address": ADDRESS, "delivery_option_id": "standard", "email": "ada@example.com"}
        cart = door.post("/v1/carts", whole)
        token = door.post(f"/v1/flash_sales/{sale}/tokens")
        assert (cart.status, token.status) == (201, 201), (cart.text, token.text)
        kept = door.put(f"/v1/carts/{cart.json['id']}/flash_token", {"flash_sale_id": sale, "token": token.json["token"]})
        assert kept.status == 200, kept.text
        return door, cart.json["id"], variant

    def _shop(self, n: int, door: Door, cart: str, variant: str) -> None:
        chance = random.Random(f"{self.world.chance.random()}/{n}")
        try:
            for attempt in range(_TRIES * 10):
                placed = self._answered(door, "/v1/orders", {"cart_id": cart}, f"{n}/{attempt}")
                if placed.status == 201:
                    return self._live(placed.json, door, chance)
                if placed.code not in ("out_of_stock", "flash_sold_out", "flash_busy", "preview_changed"):
                    self.wrong.append(f"placing {variant} answered {placed.status} {placed.text[:200]}")
                    return None
                if placed.code in ("flash_sold_out", "preview_changed"):
                    self.fates["refused"] += 1
                    return None
                self.undecided -= 1
                self.baton.wait(lambda: self.undecided <= 0 or self.available(variant) > 0)
                if self.undecided <= 0 and self.available(variant) <= 0:
                    self.fates["refused"] += 1
                    self.undecided += 1
                    return None
                self.undecided += 1
            self.wrong.append("a buyer tries for ever")
        finally:
            self.undecided -= 1
        return None

    def available(self, variant: str) -> int:
        return counters(variant)[0]

    def _live(self, order: dict[str, Any], buyer: Door, chance: random.Random) -> None:
        fate, door = chance.choice(FATES), self.world.door({"x-order-token": order["token"]}) if order.get("token") else buyer
        self.fates[fate] += 1

        def cancel(order: dict[str, Any], _chance: random.Random) -> None:
            self._cancel(door, order)

        acts = {"pay": self._pay, "cancel": cancel, "expire": self._expire}
        if fate == "paid back":
            self._pay(order, chance)
            self._cancel(self.world.staff(), order)
        elif fate == "two at once":
            first, second = chance.sample(sorted(acts), 2)
            self.undecided += 1
            self.baton.add(lambda: self._beside(acts[first], order, chance), now=True)
            acts[second](order, chance)
        else:
            acts[fate](order, chance)

    def _beside(self, act: Any, order: dict[str, Any], chance: random.Random) -> None:
        try:
            act(order, chance)
        finally:
            self.undecided -= 1

    def _pay(self, order: dict[str, Any], chance: random.Random) -> None:
        message = captured(order, f"pay_{order['id'][4:]}")
        self._drained("order-payments", lambda: apply_payments(sqs_of_events([message] * chance.randint(1, 3)), None))

    def _cancel(self, door: Door, order: dict[str, Any]) -> None:
        answer = self._answered(door, f"/v1/orders/{order['id']}/cancel", {}, f"cancel {order['id']}")
        if answer.status not in (200, 409):
            self.wrong.append(f"a cancel is answered {answer.status} {answer.text[:200]}")

    def _answered(self, door: Door, url: str, body: Any, key: str) -> Answer:
        """Again with the same key while the shop says that it does not know; between two tries others go on."""
        for _ in range(_TRIES):
            answer = door.post(url, body, Idempotency_Key=key)
            if answer.status < 500:
                return answer
            self.baton.hand_over()
        raise AssertionError(f"{url} is never answered: {answer.text[:200]}")

    def _expire(self, order: dict[str, Any], _chance: random.Random) -> None:
        """Whenever the timer is due, the sweep sends it; a try that died has put it off."""
        key = {"pk": {"S": order_pk(order["id"])}, "sk": {"S": "TIMER#payment_deadline"}}
        for _ in range(_TRIES):
            if (timer := stored("orders", key)) is None:
                self.ahead.set(timedelta())
                return
            due = {"pk": key["pk"]["S"], "sk": key["sk"]["S"], "due_at": timer["due_at"]["S"]}
            self.ahead.set(times.parse(due["due_at"]) - clock.now() + self.ahead.get() + timedelta(minutes=1))
            self._drained("timers-worker", lambda: run_timers(sqs([due, due]), None))  # noqa: B023 — called at once
            self.baton.hand_over()
        self.wrong.append(f"{order['id']} never ends")

    def _drained(self, function: str, run: Any) -> None:
        """The queue delivers again what failed."""
        for _ in range(_TRIES):
            try:
                if not self.world.table.run(function, run)["batchItemFailures"]:
                    return
            except Died:
                continue
        self.wrong.append(f"a message of {function} fails for ever")


def counters(variant: str) -> tuple[int, int]:
    """(available, reserved)"""
    item = stored("stock", {"pk": {"S": variant_pk(variant)}, "sk": {"S": STOCK_SK}})
    assert item is not None
    return int(item["available"]["N"]), int(item["reserved"]["N"])
