"""The price a cart's visitor was last shown. Nobody pays more than that, and no code that took something off is dropped in silence
(docs/adr/0011-the-last-price-shown.md).
"""

from __future__ import annotations

from contextlib import suppress

from functions.orders.carts.gifts.for_points import REFUSALS
from functions.orders.carts.quote import Quote
from functions.orders.store.records import CART_SK, CartRecord
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.store.again import Overtaken
from functions.shared.store.transactions import transact
from functions.shared.store.versions import locked_update


@dataclass(frozen=True)
class Shown:
    """`codes`: the buyer's codes that applied. `gifts`: the variants that were given. `covered`: what cards and credit
    paid of the total. `ahead`: what was sold as pre-order or back-order, with its day. `points`: what gifts for points cost; `refused`:
    those that could not be had."""

    total: int
    codes: tuple[str, ...] = ()
    gifts: tuple[str, ...] = ()
    covered: int = 0
    ahead: tuple[str, ...] = ()
    points: int = 0
    refused: tuple[str, ...] = ()


def shown_of(quote: Quote) -> str:
    """As it is kept with the cart."""
    return dump(_shown(quote))


def keep(record: CartRecord, quote: Quote) -> None:
    """An answer that writes nothing else shows this price: kept, if it is another one than before.

    Who changed the cart meanwhile was shown a price as well, and later: theirs stays.
    """
    now = shown_of(quote)
    if record.status != "open" or record.shown == now:
        return
    told = locked_update(CartRecord, record.pk, CART_SK, [CartRecord.shown.set(now)], record.version, besides=CartRecord.status == "open")
    with suppress(Overtaken):
        transact([told])


def lost_codes(record: CartRecord, quote: Quote) -> list[str]:
    """Codes that took something off when the price was last shown, and do not now."""
    before = _before(record)
    now = _shown(quote)
    return [code for code in before.codes if code not in now.codes] if before else []


def worse(record: CartRecord, quote: Quote) -> bool:
    """Whether it costs more than was last shown, more of it is left to pay, a gift is missing, or something has to be waited for. A
    cart that was never shown has nothing to compare."""
    before, now = _before(record), _shown(quote)
    if before is None:
        return False
    dearer = now.total > before.total or now.total - now.covered > before.total - before.covered
    dearer = dearer or now.points > before.points or any(one not in before.refused for one in now.refused)
    return dearer or any(gift not in now.gifts for gift in before.gifts) or any(one not in before.ahead for one in now.ahead)


def _before(record: CartRecord) -> Shown | None:
    return load(Shown, record.shown) if record.shown else None


def _shown(quote: Quote) -> Shown:
    applied = quote.deal.outcome.applied if quote.deal else ()
    codes = {entry.rule.code for entry in applied if entry.rule.code}
    gifts = {gift for entry in applied for gift in entry.rule.gifts}
    total, ahead = quote.breakdown.totals.total, tuple(sorted(one.agreed for one in quote.ahead.values()))
    points = quote.points.gifts if quote.points else 0
    refused = tuple(f"{one.line.variant_id} {code}" for one in quote.lines for code in REFUSALS if one.says(code))
    return Shown(total, tuple(sorted(codes)), tuple(sorted(gifts)), total - quote.to_pay, ahead, points, refused)
