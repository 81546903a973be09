"""Which products somebody is shown, in which order, and why. Pure.

Everything that somebody bought or looked at says, of each of its neighbours, how much likelier it is than by chance; the mean of that is
added to what everybody buys. Who has said little, or things that go with nothing, so get the best sellers and nobody gets worse than that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum

from functions.recommendations.model.counted import BestSellers, Neighbours
from functions.shared.plain.deferred import dataclass


class Reason(StrEnum):
    CURATED = "curated"
    BOUGHT_TOGETHER = "bought_together"
    ALIKE = "alike"
    BECAUSE_BOUGHT = "because_bought"
    BECAUSE_VIEWED = "because_viewed"
    BEST_SELLER = "best_seller"


@dataclass(frozen=True)
class Suggested:
    """`because`: the product that it is shown for. `orders` and `lift`: see Together."""

    product_id: str
    reason: Reason
    because: str = ""
    orders: int | None = None
    lift: float | None = None


def for_you(
    history: Mapping[str, Reason], neighbours: Mapping[str, Neighbours], best: BestSellers, *, without: Collection[str]
) -> list[Suggested]:
    """`history`: what they had to do with, and how (`because_bought`, `because_viewed`)."""
    more: dict[str, float] = defaultdict(float)
    most: dict[str, tuple[float, str]] = {}
    for product_id in history:
        for one in neighbours[product_id].alike if product_id in neighbours else ():
            more[one.product_id] += one.more / len(history)
            most[one.product_id] = max(most.get(one.product_id, (0.0, "")), (one.more, product_id))
    shares = {one.product_id: one.share for one in best.products}
    score = {name: shares.get(name, 0.0) + more.get(name, 0.0) for name in (*more, *shares)}
    ordered = sorted((name for name in score if name not in without), key=lambda name: (-score[name], name))
    return [_because(name, most[name][1], history) if name in most else Suggested(name, Reason.BEST_SELLER) for name in ordered]


def _because(product_id: str, cause: str, history: Mapping[str, Reason]) -> Suggested:
    return Suggested(product_id, history[cause], cause)


def related(product_id: str, curated: Sequence[str], neighbours: Neighbours | None, best: BestSellers) -> list[Suggested]:
    """What staff chose, what is bought with it, what the same people look at, what everybody buys: each once."""
    found = [Suggested(name, Reason.CURATED, product_id) for name in curated]
    if neighbours is not None:
        found += [Suggested(one.product_id, Reason.BOUGHT_TOGETHER, product_id, one.orders, one.lift) for one in neighbours.together]
        found += [Suggested(one.product_id, Reason.ALIKE, product_id) for one in neighbours.alike]
    found += best_sellers(best)
    firsts: dict[str, Suggested] = {}
    for one in found:
        firsts.setdefault(one.product_id, one)
    firsts.pop(product_id, None)
    return list(firsts.values())


def best_sellers(best: BestSellers) -> list[Suggested]:
    return [Suggested(one.product_id, Reason.BEST_SELLER) for one in best.products]
