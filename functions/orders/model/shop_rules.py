"""What the shop sets about checkout: where it delivers and for how much, what is taxed, how long stock is held. Plain data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date, timedelta

from functions.orders.model.hooks.rules import HookRules, HookSecrets
from functions.orders.model.promise import Calendar
from functions.orders.model.shipping_rates import RateRule, Zone
from functions.orders.model.tax import TaxRate, TaxSettings
from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class WorkDays:
    """When the warehouse hands parcels over. `timezone` is the store's if empty; `handling_days` pass before a parcel leaves."""

    cut_off_hour: int = 16
    working_days: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)
    holidays: tuple[date, ...] = ()
    handling_days: int = 0
    timezone: str = ""

    def calendar(self, store_timezone: str) -> Calendar:
        return Calendar(self.timezone or store_timezone, self.cut_off_hour, frozenset(self.working_days), frozenset(self.holidays))


@dataclass(frozen=True)
class ShippingRules:
    """`carriers_off`: codes of the carriers that were switched off before shipping kept the switches (ADR 39); they count until touched."""

    zones: tuple[Zone, ...] = ()
    rates: tuple[RateRule, ...] = ()
    work_days: WorkDays = field(default_factory=WorkDays)
    carriers_off: tuple[str, ...] = ()


@dataclass(frozen=True)
class TaxRules:
    """`classes`: the tax class of a category's goods by category id; a category without one is `standard`."""

    rates: tuple[TaxRate, ...] = ()
    settings: TaxSettings = field(default_factory=TaxSettings)
    classes: dict[str, str] = field(default_factory=dict)


PRICE_LIMITS: Mapping[str, int] = {"support": 2_000, "manager": 10_000}


@dataclass(frozen=True)
class CheckoutRules:
    """How long stock is held for an unpaid order, for how long once more, and when a silent buyer has their parcel."""

    hold_minutes: int = 30
    extend_minutes: int = 30
    auto_confirm_days: int = 7
    rest_hold_days: int = 3
    # How much a role may take off a piece in a draft, in hundredths of a per cent of the catalogue's price; of a role without one: nothing.
    price_limits: Mapping[str, int] = field(default_factory=lambda: PRICE_LIMITS)

    def price_limit(self, roles: Iterable[str]) -> int:
        """The highest of theirs. Owners take off what they want, as long as no limit was set for them."""
        known = list(roles)
        own = 10_000 if "owner" in known and "owner" not in self.price_limits else 0
        return max([own, *(self.price_limits.get(role, 0) for role in known)])

    @property
    def rest_hold(self) -> timedelta:
        """How long an order that was paid in part waits for the rest."""
        return timedelta(days=self.rest_hold_days)

    @property
    def hold(self) -> timedelta:
        return timedelta(minutes=self.hold_minutes)

    @property
    def extension(self) -> timedelta:
        return timedelta(minutes=self.extend_minutes)

    @property
    def auto_confirm_after(self) -> timedelta:
        return timedelta(days=self.auto_confirm_days)


@dataclass(frozen=True)
class CaseLimits:
    """Hours, by kind of case (case.CaseKind): since the last scan; after the end of the promised day; since it was paid or released, or its
    pick was asked for; since the refund was asked for; since it is on hold; since it waits to be collected. Other kinds open at
    once."""

    stuck: int = 72
    late: int = 0
    paid_not_picked: int = 48
    refund_pending: int = 72
    on_hold: int = 24
    not_collected: int = 48

    def after(self, kind: str) -> timedelta:
        return timedelta(hours=getattr(self, kind, 0))


@dataclass(frozen=True)
class ShopRules:
    shipping: ShippingRules
    tax: TaxRules
    checkout: CheckoutRules
    cases: CaseLimits = field(default_factory=CaseLimits)
    hooks: HookRules = field(default_factory=HookRules)
    hook_secrets: HookSecrets = field(default_factory=HookSecrets)
