"""What tax a refund gives back, from the order's own frozen prices. Pure.

Of what has gone back of a line, or of the delivery, its tax has gone back in the same proportion; of what went back for nothing in
particular, the tax of all that is left. A refund's share is what it adds to what was told before: whatever the parts and their order,
the shares of an order that went back whole are exactly its tax, rate by rate.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from functions.orders.model.order import Order, Part
from functions.orders.model.order_refund import OrderRefund, RefundState
from functions.shared.events.contracts.orders import RefundedLine, TaxSum
from functions.shared.plain.deferred import dataclass

_DELIVERY = ""
_TAXES = ("tax", "tax_included")
_Rate = tuple[str, str, bool]


@dataclass(frozen=True)
class TaxShare:
    """`added`: beside the prices; `included`: in them."""

    added: int = 0
    included: int = 0


@dataclass(frozen=True)
class RefundTax:
    """`taxes`: by rate, of the whole refund; of which `lines` and `shipping` are known to be theirs."""

    taxes: list[TaxSum]
    lines: list[RefundedLine]
    shipping: TaxShare

    @property
    def whole(self) -> TaxShare:
        return TaxShare(sum(one.amount for one in self.taxes if not one.included), sum(one.amount for one in self.taxes if one.included))


def refund_tax(order: Order, refund: OrderRefund, counting: Iterable[OrderRefund]) -> RefundTax:
    """The share of `refund`; `counting` are those of the order, itself among them or not."""
    before = [one for one in counting if one.state is RefundState.SUCCEEDED and one.refund_id != refund.refund_id]
    # Refunds of before their tax was kept are taken to have told what they would tell now.
    told = _sums(_given(order, [one for one in before if one.taxes is None]))
    for one in before:
        for tax in one.taxes or []:
            told = _plus(told, {(tax.name, tax.rate, tax.included): (tax.base, tax.amount)})
    whole = _plus(_sums(_given(order, [*before, refund])), told, sign=-1)
    without, with_it = _by_target(_given(order, before)), _by_target(_given(order, [*before, refund]))

    def share(target: str) -> TaxShare:
        old, new = without.get(target, TaxShare()), with_it.get(target, TaxShare())
        return TaxShare(new.added - old.added, new.included - old.included)

    shares = {line.line_id: share(line.line_id) for line in refund.lines}
    lines = [replace(one, tax=shares[one.line_id].added, tax_included=shares[one.line_id].included) for one in refund.lines]
    taxes = [TaxSum(name, rate, base, amount, included) for (name, rate, included), (base, amount) in whole.items() if base or amount]
    return RefundTax(taxes, lines, share(_DELIVERY))


@dataclass(frozen=True)
class _Gone:
    """What has gone back of one taxed price: `amount` of `tax`, counted on `base`. `target` None: for nothing in particular."""

    target: str | None
    rate: _Rate
    base: int
    amount: int


def _given(order: Order, refunds: Sequence[OrderRefund]) -> list[_Gone]:
    """What has gone back after these refunds: only their sums count, not their order."""
    prices = {line.line_id: line.total for line in order.lines}
    prices[_DELIVERY] = order.totals.total - sum(prices.values())
    back = Counter[str]({_DELIVERY: sum(refund.shipping for refund in refunds)})
    for line in (line for refund in refunds for line in refund.lines):
        back[line.line_id] += line.amount
    taxed = [part for part in order.parts if part.kind in _TAXES]
    gone = [_of_target(part, back[part.line_id or _DELIVERY], prices.get(part.line_id or _DELIVERY, 0)) for part in taxed]
    left = order.totals.total - sum(min(back[target], price) for target, price in prices.items())
    other = sum(refund.other for refund in refunds)
    return gone + [_of_the_rest(rate, taxed, gone, other, left) for rate in dict.fromkeys(_rate(part) for part in taxed)]


def _of_target(part: Part, back: int, price: int) -> _Gone:
    return _Gone(part.line_id or _DELIVERY, _rate(part), _part_of(part.base, back, price), _part_of(part.amount, back, price))


def _of_the_rest(rate: _Rate, taxed: Sequence[Part], gone: Sequence[_Gone], other: int, left: int) -> _Gone:
    base = sum(part.base for part in taxed if _rate(part) == rate) - sum(one.base for one in gone if one.rate == rate)
    amount = sum(part.amount for part in taxed if _rate(part) == rate) - sum(one.amount for one in gone if one.rate == rate)
    return _Gone(None, rate, _part_of(base, other, left), _part_of(amount, other, left))


def _part_of(whole: int, back: int, price: int) -> int:
    """Rounded down, so that it never falls when more goes back; all of it with all of the price."""
    return whole * min(back, price) // price if price else 0


def _rate(part: Part) -> _Rate:
    return part.title, part.rate, part.kind == "tax_included"


def _sums(gone: Iterable[_Gone]) -> dict[_Rate, tuple[int, int]]:
    sums: dict[_Rate, tuple[int, int]] = {}
    for one in gone:
        sums = _plus(sums, {one.rate: (one.base, one.amount)})
    return sums


def _plus(sums: Mapping[_Rate, tuple[int, int]], more: Mapping[_Rate, tuple[int, int]], *, sign: int = 1) -> dict[_Rate, tuple[int, int]]:
    both = dict(sums)
    for rate, (base, amount) in more.items():
        old_base, old_amount = both.get(rate, (0, 0))
        both[rate] = (old_base + sign * base, old_amount + sign * amount)
    return both


def _by_target(gone: Iterable[_Gone]) -> dict[str, TaxShare]:
    shares: dict[str, TaxShare] = {}
    for one in gone:
        if one.target is not None:
            old = shares.get(one.target, TaxShare())
            included = one.rate[2]
            shares[one.target] = TaxShare(old.added + (0 if included else one.amount), old.included + (one.amount if included else 0))
    return shares
