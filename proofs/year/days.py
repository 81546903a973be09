"""The days of a shop: orders by people who come back, coupons that are taken and forgotten, points that end, and every schedule."""

from __future__ import annotations

import os
import uuid
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

from functions.orders.store.records import OrderRecord
from functions.shared.outside import clock
from proofs.crash.invariants import violations
from proofs.rebuild.folds import events
from proofs.shop import lives
from proofs.shop.chance import seeded
from proofs.shop.expiry import expire
from proofs.shop.offers import CODE, make_offers
from proofs.shop.sums import invoices
from proofs.shop.world import World, forget, opened, turn
from proofs.year.calendar import SCHEDULES, ZONE, changes_clocks, runs_of
from proofs.year.closed import recounted
from proofs.year.kept import keep_for, retention
from proofs.year.same import digest
from tests.integration.invoices.billing import ENTITY
from tests.integration.promotions.shop import TEN_OFF
from tests.support.identity import bearer

_QUIET = 60
"""Days at the end in which nobody buys: what was begun comes to its end."""
_KEPT = 60
"""Days for which orders are kept after the end of their year."""
_LONGEST = timedelta(hours=3)
"""What an order takes of the shop's clock: it is begun where there is so much until the next schedule, or behind the last."""
_LATE = timedelta(hours=12)
"""How far a day full of orders may go on into the next one, of which nothing runs before."""
_OPEN = {"pending_payment", "paid", "fulfilling", "shipped", "delivered"}


def lived(seed: int, begin: str, days: int, orders: int) -> dict[str, Any]:
    before = os.environ.get("STORE_TIMEZONE")
    os.environ["STORE_TIMEZONE"] = ZONE
    try:
        with seeded(seed) as anew, opened(seed, datetime.fromisoformat(begin), short=True) as world:
            anew()
            return _Year(world, days, orders).live()
    finally:
        os.environ.pop("STORE_TIMEZONE") if before is None else os.environ.update({"STORE_TIMEZONE": before})


class _Year:
    def __init__(self, world: World, days: int, orders: int) -> None:
        self.world, self.days, self.orders = world, days, orders
        self.people = [str(uuid.UUID(int=world.chance.getrandbits(128), version=4)) for _ in range(max(2, orders // 10))]
        self.did, self.wrong, self.clocks, self.begin = Counter[str](), list[str](), 0, clock.now()

    def live(self) -> dict[str, Any]:
        world = self.world
        world.variants = lives.a_product(world, 10 * self.orders, variants=3)
        make_offers(world, valid_days=90)
        lives.done(world.staff().put("/v1/admin/invoice_settings", {"entities": [ENTITY]}))
        coupon = {"distribution": "claim", "rule": TEN_OFF, "valid_days": 30, "limits": {"per_customer": 50}}
        self.coupon = lives.done(world.staff().post("/v1/admin/coupons", coupon))["id"]
        keep_for(world, _KEPT)
        world.rest()
        forget()
        last = max(1, self.days - _QUIET) if self.days > _QUIET else self.days - 2
        # All days have about as many: an order takes an hour or two of the shop's clock, and a day has not more than it has.
        when = [int((number + world.chance.random()) * last / self.orders) for number in range(self.orders)]
        for number in range(self.days):
            self._day(number, when.count(number))
        return self._ended()

    def _day(self, number: int, orders: int) -> None:
        day = (self.begin + timedelta(days=number)).date()
        self.clocks += changes_clocks(day)
        for at, name in runs_of(day):
            while orders and clock.now() + _LONGEST <= at:
                self._buys()
                orders -= 1
            turn(max(clock.now(), at))
            try:
                self.world.table.schedule(name)
            except Exception as failed:
                self.wrong.append(f"{day} {name}: {failed!r}")
            self.world.rest()
        for _ in range(orders):
            self._buys()
        if number % 30 == 29:
            self.did["items that were over"] += expire()
        end = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1)
        if clock.now() > end + _LATE:
            self.wrong.append(f"{day} has no room for all its orders: it is {clock.now():%Y-%m-%d %H:%M} when they are done")
        turn(max(clock.now(), end))

    def _buys(self) -> None:
        chance = self.world.chance
        who, name = chance.choice(self.people), chance.choice(list(lives.LIVES))
        self.world.coupons = [CODE] if chance.random() < 0.3 else []
        lives.LIVES[name](self.world, chance.sample(self.world.variants, chance.randint(1, 3)), who)
        self.did[name] += 1
        if chance.random() < 0.3:
            lives.done(self.world.door(bearer(subject=who)).post(f"/v1/coupons/{self.coupon}/claim"))
            self.did["coupons taken"] += 1

    def _ended(self) -> dict[str, Any]:
        told = events()
        kinds = Counter(one.type for one in told)
        self.wrong += violations(self.world, "") + self._finished()
        emptied, wrong = retention(_KEPT)
        self.wrong += wrong
        closed, wrong = recounted()
        self.wrong += wrong
        self.wrong += [f"{name} never ran" for name in SCHEDULES if not self.world.table.ran[name]]
        found = ("coupon.expired", "points.granted", "points.released", "points.expired", "return.refunded", "order.completed")
        return {
            "hash": digest(), "wrong": self.wrong, "did": self.did, "told": {name: kinds[name] for name in found}, "emptied": emptied,
            "clocks": self.clocks,
            "runs": sum(self.world.table.ran[name] for name in SCHEDULES), "invoices": len(invoices()), "closed": closed,
        }  # fmt: skip

    def _finished(self) -> list[str]:
        if self.days <= _QUIET:
            return []
        late = [one.pk for one in OrderRecord.scan(OrderRecord.kind == "order") if one.status in _OPEN]
        return [f"{one} is still open" for one in late]
