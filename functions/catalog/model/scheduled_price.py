"""Prices that start, or start and end, by the clock, as they stand on variants: what is planned, added, replaced or taken back. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field, replace

from functions.catalog.model.price import RegularPrice, Texts, TimedDiscount, regular_at
from functions.catalog.model.product import Variant
from functions.shared.plain import ids
from functions.shared.plain.bodies import dump
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Invalid
from functions.shared.plain.money import Money

CHANGE = "change"
DISCOUNT = "discount"
MAX_WAITING = 20


@dataclass(frozen=True)
class ScheduledPrice:
    """A change has no end: it is the regular price from its start on. `variant_ids` are the variants it is for."""

    id: str
    kind: str
    price: Money
    list_price: Money | None
    starts_at: str
    ends_at: str | None
    label: Texts = field(default_factory=dict)
    variant_ids: list[str] = field(default_factory=list)

    def state(self, now: str) -> str:
        if now < self.starts_at:
            return "upcoming"
        return "active" if self.ends_at is None or now < self.ends_at else "ended"

    def checked(self) -> ScheduledPrice:
        """Raises Invalid (422 `ends_before_start`)."""
        if self.ends_at is not None and self.ends_at <= self.starts_at:
            raise Invalid.field("/ends_at", "ends_before_start", "It must end after it starts.")
        return self


def named(wanted: Iterable[ScheduledPrice], *edit: str) -> list[ScheduledPrice]:
    """With ids: the same for what is the same on several variants of one edit, another in another edit."""
    return [replace(one, id=ids.derived_id("prc", *edit, dump(replace(one, id="")))) for one in wanted]


def scheduled(variants: Sequence[Variant]) -> Iterator[ScheduledPrice]:
    """Of all these variants, by start; past ones as long as they are kept."""
    found: dict[str, ScheduledPrice] = {}
    for variant in variants:
        for one in _of(variant):
            known = found.get(one.id, one)
            found[one.id] = replace(known, variant_ids=[*known.variant_ids, variant.id])
    yield from sorted(found.values(), key=lambda one: (one.starts_at, one.id))


def planned(variant: Variant, now: str) -> list[ScheduledPrice]:
    """What of its price is still to come or, of a discount, runs; in an order that knows no ids."""
    coming = (one for one in _of(variant) if (one.starts_at if one.ends_at is None else one.ends_at) > now)
    return sorted(coming, key=lambda one: (one.starts_at, one.kind, one.price.currency, one.ends_at or "", one.price.amount))


def with_scheduled(variant: Variant, one: ScheduledPrice, now: str) -> Variant:
    """The variant with one more. Raises Invalid (422): `currency_not_offered`, `too_many_scheduled`."""
    regular = regular_at(variant, one.price.currency, one.starts_at)
    if regular is None:
        raise Invalid.field("/price/currency", "currency_not_offered", f"{variant.sku} is not sold in {one.price.currency}.")
    if sum(other.state(now) != "ended" for other in _of(variant)) >= MAX_WAITING:
        raise Invalid(f"{variant.sku} has {MAX_WAITING} scheduled prices already.", code="too_many_scheduled")
    if one.ends_at is not None:
        discount = TimedDiscount(one.id, one.price, one.starts_at, one.ends_at, one.label)
        return replace(variant, discounts=[*variant.discounts, discount])
    known = list(variant.regular)
    if not any(past.price.currency == one.price.currency and past.since <= now for past in known):
        known.append(RegularPrice("", regular.price, regular.list_price))
    change = RegularPrice(one.starts_at, one.price, one.list_price, one.id)
    return replace(variant, regular=sorted([*known, change], key=lambda point: point.since)).as_of(now)


def without_scheduled(variant: Variant, price_id: str, now: str) -> Variant:
    """An upcoming one never comes, a running discount ends now."""
    kept = [one for one in variant.discounts if one.id != price_id]
    ended = [replace(one, ends_at=now) for one in variant.discounts if one.id == price_id and one.starts_at < now]
    return replace(variant, regular=[one for one in variant.regular if one.id != price_id], discounts=[*kept, *ended])


def with_planned(variant: Variant, wanted: Iterable[ScheduledPrice], now: str) -> Variant:
    """The variant with exactly `wanted` still to come. Those it has already stay what they are; what is new begins now at the earliest.

    Raises Invalid as `with_scheduled`.
    """
    there, missing = planned(variant, now), list(wanted)
    for one in there:
        same = next((other for other in missing if _same(one, other, now)), None)
        if same is None:
            variant = without_scheduled(variant, one.id, now)
        else:
            missing.remove(same)
    for one in missing:
        # What was paid until now cannot be changed.
        variant = with_scheduled(variant, replace(one, starts_at=max(one.starts_at, now)), now)
    return variant


def _same(one: ScheduledPrice, other: ScheduledPrice, now: str) -> bool:
    """Whatever their names; two discounts that run both are the same if they began at different times."""
    began = max(one.starts_at, other.starts_at) <= now
    return _bare(one, now if began else "") == _bare(other, now if began else "")


def _bare(one: ScheduledPrice, start: str) -> ScheduledPrice:
    return replace(one, id="", variant_ids=[], starts_at=start or one.starts_at)


def _of(variant: Variant) -> Iterator[ScheduledPrice]:
    for change in variant.regular:
        if change.id:
            yield ScheduledPrice(change.id, CHANGE, change.price, change.list_price, change.since, None)
    for one in variant.discounts:
        yield ScheduledPrice(one.id, DISCOUNT, one.price, None, one.starts_at, one.ends_at, one.label)
