"""The synthetic year as who bought which products when, also of people who have a taste."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

from infra.history.year import Outcome, Year, made_goods

FIRST = date(2025, 1, 1)
_TASTE, _GROUPS, _ORDERS_OF_ONE = 0.6, 12, 8
Order = tuple[str, str, str, list[str]]
"""When (RFC 3339 UTC), its id, whose, and the products."""


def year_of(seed: int, orders: int, goods: int) -> Year:
    return Year(seed=seed, first=FIRST, days=365, orders=orders, goods=made_goods(seed, goods, 365))


def bought(year: Year, *, taste: bool) -> Iterator[Order]:
    """Paid orders by their time. The year draws what is bought for all alike, and a few buy nearly all of it. With `taste` there are many
    who order eight times a year, and six of ten lines are exchanged for something of the products that their buyer is fond of, the popular
    ones of them more often: so that there is something to be learned."""
    luck = Random(f"{year.seed}:taste")
    names = sorted({good.product_id for good in year.goods})
    groups = [names[number::_GROUPS] for number in range(_GROUPS)]
    for one in year.all():
        if one.outcome in (Outcome.UNPAID, Outcome.CANCELLED):
            continue
        person = luck.randrange(year.orders // _ORDERS_OF_ONE) if taste else one.person
        own = groups[person % _GROUPS]
        products = [year.goods[good].product_id for good, _ in one.lines]
        if taste:
            products = [own[int(len(own) * luck.random() ** 2)] if luck.random() < _TASTE else name for name in products]
        yield one.at.isoformat(timespec="seconds").replace("+00:00", "Z"), f"ord_{one.number}", f"cus_{person}", sorted(set(products))
