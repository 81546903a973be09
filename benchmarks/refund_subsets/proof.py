"""What must hold of every order. Raises AssertionError at the first one that does not add up."""

from __future__ import annotations

from collections import Counter
from itertools import product
from math import prod
from random import Random

from benchmarks.refund_subsets.bought import bought
from benchmarks.refund_subsets.purse import Purse
from benchmarks.refund_subsets.wishes import Pieces, of_return, of_staff, of_withdrawal
from functions.aftersales.returns.wishes import amount_of, less_freight, offered_wish
from functions.orders.model.order import Order
from functions.orders.placed.contract_facts import standard_delivery
from functions.payments import RefundWish
from functions.shared.plain.errors import Invalid

_EVERY_SUBSET_UP_TO, _OF_A_LARGE_ONE = 64, 8
_SMALL, _LARGE = 6, 24


def run(orders: int, seed: int) -> Counter[str]:
    """Counts what happened. Half of the orders are so small that each of their subsets is paid back."""
    dice, seen = Random(seed), Counter[str]()
    for n in range(orders):
        order = bought(dice, _SMALL if n % 2 else _LARGE)
        seen["orders"] += 1
        seen[order.currency] += 1
        seen["discounted"] += order.totals.discount > 0
        seen["taxed on top"] += order.totals.tax > 0
        seen["with delivery"] += order.totals.shipping > 0
        subsets = _subsets(order, dice)
        seen["with every subset"] += len(subsets) == _how_many(order)
        seen["subsets"] += len(subsets)
        for some in subsets:
            _and_the_rest(order, some, dice)
        for _ in range(3):
            seen["partitions"] += 1
            seen["refunds in partitions"] += _partition(order, dice)
        seen["mixed refunds"] += _mixture(order, dice)
    return seen


def _how_many(order: Order) -> int:
    """Pieces of a line are alike: a subset is how many of each."""
    return prod(line.quantity + 1 for line in order.lines)


def _subsets(order: Order, dice: Random) -> list[Pieces]:
    """Every one, of large orders random ones."""
    names = [line.line_id for line in order.lines]
    if _how_many(order) <= _EVERY_SUBSET_UP_TO:
        return [dict(zip(names, counts, strict=True)) for counts in product(*(range(line.quantity + 1) for line in order.lines))]
    return [{line.line_id: dice.randint(0, line.quantity) for line in order.lines} for _ in range(_OF_A_LARGE_ONE)]


def _and_the_rest(order: Order, some: Pieces, dice: Random) -> None:
    """The subset, then the rest: the order is whole again, whichever it is. The subset piece by piece comes to the same."""
    rest = {line.line_id: line.quantity - some[line.line_id] for line in order.lines}
    purse, apart = Purse.of(order, dice, taxed=False), Purse.of(order, dice, taxed=False)
    for one in _pieces(some, dice):
        _give(apart, of_return(order, one, is_last=False, fault=True))
    if any(some.values()):
        _give(purse, of_return(order, some, is_last=False, fault=True))
    assert purse.back == apart.back <= order.totals.total
    if any(rest.values()):
        _give(purse, of_return(order, rest, is_last=True, fault=True))
        assert purse.back == order.totals.total
        _nothing_more(purse)
    purse.check()


def _partition(order: Order, dice: Random) -> int:
    """All pieces in random parts, as returns for a fault of the shop, as withdrawals, or less a fee."""
    purse, kind = Purse.of(order, dice), dice.choice(("fault", "withdrawal", "fee"))
    fee = dice.choice((0, 1, 1_250, 5_000, 10_000)) if kind == "fee" else 0
    for some, is_last in _parts(order, dice):
        if kind == "withdrawal":
            wish = of_withdrawal(order, some, is_last=is_last)
        else:
            wish = of_return(order, some, is_last=is_last, fault=kind == "fault", fee_bp=fee)
        _give(purse, wish)
        purse.check()
    goods = sum(line.total for line in order.lines)
    if kind == "fault":
        assert purse.back == order.totals.total
    elif kind == "withdrawal":
        assert purse.back == goods + standard_delivery(order)
    else:
        assert 0 <= goods - purse.back <= sum(line.total * fee // 10_000 for line in order.lines)
    return len(purse.refunds)


def _mixture(order: Order, dice: Random) -> int:
    """Returns, withdrawals and whatever staff give back in between; what is refused is not given. The rest ends it exactly."""
    purse = Purse.of(order, dice)
    for some, is_last in _parts(order, dice):
        if dice.random() < 0.4:
            try:
                purse.give(of_staff(dice, order, some, purse.shipping, purse.left))
            except Invalid:
                continue
        elif dice.random() < 0.2:
            _offer(purse, of_return(order, some, is_last=is_last, fault=dice.random() < 0.5), dice)
        elif dice.random() < 0.3:
            _give(purse, of_withdrawal(order, some, is_last=is_last))
        else:
            fault, fee, freight = dice.random() < 0.5, dice.choice((0, 1_000)), dice.choice((0, 0, 1, 500))
            _give(purse, of_return(order, some, is_last=is_last, fault=fault, fee_bp=fee), freight)
        purse.check()
    if purse.left:
        purse.give(RefundWish())
    assert purse.back == order.totals.total
    purse.check()
    _nothing_more(purse)
    return len(purse.refunds)


def _offer(purse: Purse, wish: RefundWish, dice: Random) -> None:
    """A part of what the pieces would bring, which stay: always possible while there is as much."""
    try:
        parts = purse.parts(wish)
    except Invalid:
        return
    if amount := dice.randint(0, amount_of(parts)):
        purse.give(offered_wish(amount, parts))


def _give(purse: Purse, wish: RefundWish, freight: int = 0) -> None:
    """Refused only for pieces that staff gave back before, or where nothing is left of the money. Nothing is asked for where the way back
    costs as much."""
    try:
        parts = purse.parts(wish)
        if not freight or amount_of(parts) > freight:
            purse.give(less_freight(wish, parts, freight))
    except Invalid as refused:
        if refused.code != "line_quantity_exceeded" and (refused.code != "refund_exceeds_captured" or purse.left):
            raise


def _nothing_more(purse: Purse) -> None:
    for wish in (RefundWish(), RefundWish(amount=1)):
        try:
            purse.parts(wish)
        except Invalid:
            continue
        raise AssertionError("more than was paid", purse)


def _pieces(some: Pieces, dice: Random) -> list[dict[str, int]]:
    single = [{line_id: 1} for line_id, count in some.items() for _ in range(count)]
    dice.shuffle(single)
    return single


def _parts(order: Order, dice: Random) -> list[tuple[dict[str, int], bool]]:
    """All pieces of the order in random parts, with whether it is the last."""
    pieces = [line.line_id for line in order.lines for _ in range(line.quantity)]
    dice.shuffle(pieces)
    parts = []
    while pieces:
        count = dice.randint(1, len(pieces))
        some, pieces = pieces[:count], pieces[count:]
        parts.append((dict(Counter(some)), not pieces))
    return parts
