"""Which bundles can be bought at this moment, and how many of each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from functions.catalog import Sellable, sellable_keys, sellables_in
from functions.promotions.model.campaign import Campaign
from functions.promotions.model.rule import Audience, Kind, Rule
from functions.promotions.store.live_rules import live_now
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import NotFound
from functions.shared.store.records import find_many

MOST = 999
"""Of a bundle, as of a variant, in one cart."""


@dataclass(frozen=True)
class KnownBundle:
    """A bundle with its parts as they are now; a part that is None is no longer there. `available`: how many full sets."""

    rule: Rule
    parts: Sequence[tuple[Sellable | None, int]]
    available: int

    @property
    def apart(self) -> int | None:
        """What its parts cost alone; None where one is not sold in its currency."""
        prices = [part.price.amount * pieces for part, pieces in self.parts if part and part.price.currency == self.rule.currency]
        return sum(prices) if len(prices) == len(self.parts) else None

    @property
    def is_for_all(self) -> bool:
        """What is for some customers or channels only is in no bundle: these are for everybody."""
        return all(part is None or part.visibility.is_open for part, _ in self.parts)

    @property
    def is_sold(self) -> bool:
        return self.apart is not None and all(part is not None and part.published for part, _ in self.parts)


def running_bundles(now: datetime) -> list[Rule]:
    """Those for everybody, in the order they were made in. No request, or one when what is known is a minute old."""
    found = (rule for rule, campaign in live_now().rules.values() if _runs(rule, campaign, now))
    return sorted(found, key=lambda rule: rule.id)


def bundle_called(bundle_id: str, now: datetime) -> Rule:
    """Raises NotFound, also before its campaign begins and after it ends."""
    found = live_now().rules.get(bundle_id)
    if found is None or not _runs(*found, now):
        raise NotFound("There is no such bundle.")
    return found[0]


def known_bundles(rules: Sequence[Rule]) -> list[KnownBundle]:
    """One BatchGetItem for 50 variants."""
    by_currency: dict[str, list[str]] = {}
    for rule in rules:
        by_currency.setdefault(rule.currency, []).extend(variant_id for variant_id, _ in rule.components)
    wanted = list(dict.fromkeys(variant_id for named in by_currency.values() for variant_id in named))
    items = find_many(sellable_keys(wanted)) if wanted else {}
    found = {currency: sellables_in(items, named, currency=currency) for currency, named in by_currency.items()}
    return [_known(rule, found[rule.currency]) for rule in rules]


def _known(rule: Rule, found: dict[str, Sellable]) -> KnownBundle:
    parts = [(found.get(variant_id), pieces) for variant_id, pieces in rule.components]
    sets = [_for_sale(part) // pieces for part, pieces in parts]
    return KnownBundle(rule, parts, min(MOST, max(0, min(sets, default=0))))


def _for_sale(part: Sellable | None) -> int:
    return part.available if part and part.published else 0


def _runs(rule: Rule, campaign: Campaign, now: datetime) -> bool:
    begun = campaign.starts_at <= now and (rule.starts_at is None or rule.starts_at <= now)
    goes_on = now < campaign.ends_at and (rule.ends_at is None or now < rule.ends_at)
    for_all = rule.audience == Audience() and rule.campaign_audience == Audience() and not campaign.holdout
    return rule.kind is Kind.COMBINATION and rule.code is None and begun and goes_on and for_all
