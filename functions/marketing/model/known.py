"""What is known of somebody for choosing whom to write to: no name, no address, nothing that tells who they are. Pure.

It is made of events, which come late, twice and in any order: each order is kept as what was told of it, and what is known of its buyer
is counted from those, so that the same events always say the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field, replace
from datetime import datetime

from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass

MOST_BOUGHT, MOST_CATEGORIES = 300, 100
"""Of what somebody bought the newest are known."""
CONSENT = "personalisation"
"""The purpose (`functions/privacy/model/consent.py`) for which behaviour becomes a profile."""


@dataclass(frozen=True)
class Bought:
    """An order of theirs. It counts once it is paid and as long as it is not cancelled. Amounts in minor units of `currency`. `refunded`:
    what was back in all at `refunded_at`. `amendment`: the number of its last change. `credited`: campaigns that it is put down to, as
    `<campaign>#<group>#<days since they were told>`. `coupons`: how many it was bought with. `channel`: empty in what was kept before it
    was."""

    order_id: str
    placed_at: str
    currency: str
    total: int
    country: str = ""
    refunded: int = 0
    refunded_at: str = ""
    paid: bool = False
    cancelled: bool = False
    amendment: int = 0
    products: list[str] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    credited: list[str] = field(default_factory=list)
    channel: str = ""
    coupons: int = 0

    @property
    def counts(self) -> bool:
        return self.paid and not self.cancelled

    @property
    def value(self) -> int:
        return self.total - self.refunded if self.counts else 0

    def told(self, *, paid: bool = False, cancelled: bool = False) -> Bought:
        return replace(self, paid=self.paid or paid, cancelled=self.cancelled or cancelled)

    def with_refunds(self, total: int, at: str) -> Bought:
        """`total`: what was back in all at that moment; less than before where a refund came back. What is told of an earlier moment
        changes nothing, and of what is told of the same one the most counts."""
        if at < self.refunded_at or (at == self.refunded_at and total < self.refunded):
            return self
        return replace(self, refunded=min(self.total, total), refunded_at=at)


@dataclass(frozen=True)
class Tag:
    """Of a person. `since`: when it came; `until`: when it goes, empty while its rule holds or where staff said no day. `by`: who gave it,
    empty: a rule (`version`: that of the rule). States: tagging.py."""

    tag: str
    since: str
    until: str = ""
    by: str = ""
    version: int = 0
    behavioural: bool = True

    def lasts(self, now: datetime) -> bool:
        return not self.until or self.until > times.iso(now)


@dataclass(frozen=True)
class Known:
    """`id`: of a customer, or the key of an address that subscribed (`eml_…`). `country`: where their newest order went to. `spent` by
    currency, what was paid back left out. `birth_month`, `born_from` (the first of
    the five years that theirs is of), `gender`: only while they agree to `profile_details`; neither day nor year is here.
    `rfm`: the segment they were told to be in last, by its name; empty: none. `version` is its item's, and no part of what is stored."""

    id: str
    language: str = ""
    registered_at: str = ""
    country: str = ""
    orders: int = 0
    first_order_at: str = ""
    last_order_at: str = ""
    spent: dict[str, int] = field(default_factory=dict)
    products: list[str] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    consents: list[str] = field(default_factory=list)
    birth_month: int = 0
    born_from: int = 0
    gender: str = ""
    rfm: str = ""
    tags: list[Tag] = field(default_factory=list)
    version: int = 0

    @property
    def has_account(self) -> bool:
        return self.id.startswith("cus_")

    def tagged(self, now: datetime) -> list[str]:
        return [one.tag for one in self.tags if one.lasts(now)]

    def consenting(self, consents: list[str]) -> Known:
        """What says how they behave goes with their consent to it."""
        return replace(self, consents=consents, tags=[one for one in self.tags if CONSENT in consents or not one.behavioural])

    def agreed(self, purpose: str, given: bool) -> Known:
        others = [one for one in self.consents if one != purpose]
        return replace(self, consents=sorted([*others, purpose]) if given else others)

    def with_orders(self, orders: Iterable[Bought]) -> Known:
        """Counted anew from all of their orders."""
        counting = sorted((one for one in orders if one.counts), key=lambda one: (one.placed_at, one.order_id))
        none = replace(self, orders=0, first_order_at="", last_order_at="", spent={}, products=[], categories=[])
        for one in counting:
            none = none.and_order(one)
        return none

    def and_order(self, one: Bought) -> Known:
        """With one order more, that counts and was not counted."""
        newest = one.placed_at >= self.last_order_at
        return replace(
            self,
            orders=self.orders + 1,
            first_order_at=min(filter(None, (self.first_order_at, one.placed_at))),
            last_order_at=max(self.last_order_at, one.placed_at),
            country=(one.country if newest else self.country) or self.country or one.country,
            spent={**self.spent, one.currency: self.spent.get(one.currency, 0) + one.value},
            products=_newest([*self.products, *one.products], MOST_BOUGHT),
            categories=_newest([*self.categories, *one.categories], MOST_CATEGORIES),
        )


def _newest(values: list[str], most: int) -> list[str]:
    """Each once; what was bought again is new again."""
    return list(dict.fromkeys(reversed(values)))[:most][::-1]
