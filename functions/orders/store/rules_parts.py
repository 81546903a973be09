"""How the shop's rules lie in the table: zones and tax rates are items of their own, so that their number does not make one too large.

A section has a head (its version, what is set for all, which parts there are in which order) and an item per part. A head written before
there were parts holds them itself; every change moves some of them out, as many as fit into its transaction.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeVar, cast

from functions.orders.model.hooks.rules import HookRules, HookSecrets
from functions.orders.model.review.rules import ReviewRules
from functions.orders.model.shipping_rates import RateRule, Zone
from functions.orders.model.shop_rules import CaseLimits, CheckoutRules, ShippingRules, TaxRules
from functions.orders.model.tax import TaxRate
from functions.orders.store.records import RulesRecord
from functions.shared.outside import clock
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.store.again import Overtaken
from functions.shared.store.transactions import Put, Write, put_new
from functions.shared.store.versions import locked_update

Rules = ShippingRules | TaxRules | CheckoutRules | CaseLimits | HookRules | HookSecrets | ReviewRules
S = TypeVar("S", bound=Rules)

PK = "CONFIG"
SK: dict[type, str] = {
    ShippingRules: "SHIPPING",
    TaxRules: "TAX",
    CheckoutRules: "CHECKOUT",
    CaseLimits: "CASES",
    HookRules: "HOOKS",
    # Not `HOOKS…`: what is read by how it begins must not begin like another section.
    HookSecrets: "SECRETS_OF_HOOKS",
    ReviewRules: "REVIEW",
}
MOVED_AT_ONCE = 60
_GONE, _KEPT = "config_gone", timedelta(days=1)


@dataclass(frozen=True)
class ZoneRules:
    """A zone with its rates: one item."""

    zone: Zone
    rates: tuple[RateRule, ...]


Part = ZoneRules | TaxRate
_PART: dict[type, type[Any]] = {ShippingRules: ZoneRules, TaxRules: TaxRate}


def parts_of(rules: Rules) -> dict[str, Part]:
    match rules:
        case ShippingRules():
            return {zone.id: ZoneRules(zone, tuple(rate for rate in rules.rates if rate.zone_id == zone.id)) for zone in rules.zones}
        case TaxRules():
            return {rate.id: rate for rate in rules.rates}
    return {}


def with_parts(rules: S, parts: Iterable[Part]) -> S:
    """The section with these parts in the place of its own."""
    whole: Any = rules
    if isinstance(rules, ShippingRules):
        zones = [part for part in parts if isinstance(part, ZoneRules)]
        whole = replace(rules, zones=tuple(part.zone for part in zones), rates=tuple(rate for part in zones for rate in part.rates))
    if isinstance(rules, TaxRules):
        whole = replace(rules, rates=tuple(part for part in parts if isinstance(part, TaxRate)))
    return cast("S", whole)


def in_order(rules: S) -> S:
    """As it is read again after it was written."""
    return with_parts(rules, parts_of(rules).values())


@dataclass(frozen=True)
class Stored:
    """The items of one section as they were read, by sort key."""

    shape: type[Any]
    items: Mapping[str, RulesRecord]

    @property
    def head(self) -> RulesRecord | None:
        return self.items.get(SK[self.shape])

    @property
    def version(self) -> int:
        return int(self.head.version) if self.head else 0

    def rules(self, built_in: S) -> S:
        """Raises Overtaken when the items were read while they were written: the head names a part that is not there (any more)."""
        if self.head is None:
            return built_in
        rules: S = cast("S", load(self.shape, self.head.body))
        if not self.head.parts:
            return rules
        found = parts_of(rules) | self._own()
        try:
            return with_parts(rules, [found[one] for one in json.loads(self.head.parts)])
        except KeyError as torn:
            raise Overtaken from torn

    def writes(self, after: Rules) -> list[Write]:
        """Everything that makes the table hold `after`. All of it hangs on the version of the head; the part is guarded by it, too."""
        wanted, own = parts_of(after), self._own()
        held = parts_of(load(self.shape, self.head.body)) if self.head else {}
        changed = [one for one, part in wanted.items() if part != own.get(one, held.get(one))]
        waiting = [one for one in wanted if one in held and one not in own and one not in changed]
        moved, left = waiting[:MOVED_AT_ONCE], waiting[MOVED_AT_ONCE:]
        rest = with_parts(after, [wanted[one] for one in left])
        # No right to delete is needed, which would be one to delete orders: what is gone is emptied, and the table's TTL takes it away.
        ttl = int((clock.now() + _KEPT).timestamp())
        gone: list[Write] = [Put(RulesRecord(pk=PK, sk=self._sk(one), kind=_GONE, ttl=ttl)) for one in own if one not in wanted]
        puts = [Put(RulesRecord(pk=PK, sk=self._sk(one), kind="config_part", body=dump(wanted[one]))) for one in (*changed, *moved)]
        return [self._head(dump(rest), json.dumps(list(wanted))), *gone, *puts]

    def _head(self, body: str, parts: str) -> Write:
        sk = SK[self.shape]
        if self.head is None:
            return put_new(RulesRecord(pk=PK, sk=sk, kind="config", body=body, parts=parts), Overtaken())
        changes = [RulesRecord.body.set(body), RulesRecord.parts.set(parts), RulesRecord.version.set(self.version + 1)]
        return locked_update(RulesRecord, PK, sk, changes, self.version)

    def _sk(self, part_id: str) -> str:
        return f"{SK[self.shape]}#{part_id}"

    def _own(self) -> dict[str, Part]:
        """The parts that have items of their own."""
        prefix = self._sk("")
        there = {sk.removeprefix(prefix): one for sk, one in self.items.items() if sk.startswith(prefix) and one.kind != _GONE}
        return {part_id: load(_PART[self.shape], one.body) for part_id, one in there.items()}
