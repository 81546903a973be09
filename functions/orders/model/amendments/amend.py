"""An order with other pieces or another address, at the prices, discounts and taxes that were agreed. Pure.

What remains of a line costs its exact share of what the whole line cost; pieces that come back cost what they did, so there and back
again changes nothing. New lines cost what they do today, without discounts. Where the place of delivery changes what is taxed
(`is_elsewhere`), all is taxed anew by today's rates there; a delivery fee that changes is taxed anew by itself. Always

    per line    subtotal − discount + tax = total
    per order   subtotal − discount + shipping + tax = total, and each of them is the sum of its parts
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from functions.orders.model.order import Agreed, DeliveryOption, Order, OrderLine, Part, Totals
from functions.orders.model.pricing import PricedLine, Tax, Taxes, untaxed
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Invalid
from functions.shared.plain.money import MAX_AMOUNT, prorate
from functions.shared.plain.postal_address import Address

_TAXES = ("tax", "tax_included")
_TEXTS = ("title", "options", "image", "option_texts", "metadata")


@dataclass(frozen=True)
class Terms:
    """What is new of an amended order: the address, the way of delivery, `added` lines (without discount and tax), and today's taxes at the
    place of delivery. `is_elsewhere`: they are other ones than where it went before."""

    address: Address
    delivery: DeliveryOption
    added: Sequence[OrderLine] = ()
    taxes: Taxes = untaxed
    is_elsewhere: bool = False


@dataclass(frozen=True)
class _Priced:
    lines: list[OrderLine]
    taxes: list[Part]


def agreed_lines(order: Order) -> dict[str, OrderLine]:
    """By line id, also lines that were taken out: with as many pieces as were ever agreed."""
    now = {line.line_id: line for line in order.lines}
    restored = {line.line_id: line for line in order.agreed.lines} if order.agreed else {}
    return now | {name: _named_as(line, now[name]) if name in now else line for name, line in restored.items()}


def amended(order: Order, quantities: Mapping[str, int], terms: Terms) -> Order:
    """`quantities`: of every agreed line how many pieces there are now, at most as many as were agreed; those of lines that are not named
    stay. Raises Invalid (422 `total_too_large`)."""
    agreed, off = _agreed(order), max(0, order.delivery.fee - order.totals.shipping)
    shipping = max(0, terms.delivery.fee - off)
    names = dict(order.tax_names)
    whole = _Priced([*agreed.lines, *terms.added], [part for part in agreed.parts if part.kind in _TAXES])
    if terms.is_elsewhere:
        whole = _taxed(whole.lines, shipping, terms.taxes, names)
        untold = 0
    else:
        new = _taxed(terms.added, 0, terms.taxes, names)
        whole = _Priced([*agreed.lines, *new.lines], [*whole.taxes, *new.taxes])
        if terms.delivery.fee != order.delivery.fee:
            of_goods = [part for part in whole.taxes if part.line_id is not None]
            today = _taxed(whole.lines, shipping, terms.taxes, names)
            whole = _Priced(whole.lines, [*of_goods, *(part for part in today.taxes if part.line_id is None)])
        untold = 0 if order.parts else order.totals.tax - sum(line.tax for line in order.lines)
    now = {line.line_id: line.quantity for line in order.lines}
    wanted = {line.line_id: now.get(line.line_id, 0) for line in agreed.lines} | {line.line_id: line.quantity for line in terms.added}
    wanted |= quantities
    return _assembled(order, replace(agreed, lines=whole.lines), whole.taxes, wanted, terms, (shipping, untold), names)


def _named_as(line: OrderLine, named: OrderLine) -> OrderLine:
    return replace(line, **{name: getattr(named, name) for name in _TEXTS})


def _nameless(line: OrderLine) -> OrderLine:
    """Without what the order's own line says already: an order of many lines has to fit an item."""
    return replace(line, title={}, options={}, image=None, option_texts={}, metadata={})


def _agreed(order: Order) -> Agreed:
    """All of it: what the order does not have any more as it is kept, the rest as the order has it."""
    if order.agreed is None:
        return Agreed(order.lines, order.parts, order.coupons, order.campaigns)
    lines = agreed_lines(order)
    own = {line.line_id for line in order.agreed.lines}
    standing = [part for part in order.parts if part.kind in _TAXES and part.line_id not in own]
    return Agreed(list(lines.values()), [*standing, *order.agreed.parts], order.agreed.coupons, order.agreed.campaigns)


def _assembled(
    order: Order,
    agreed: Agreed,
    taxes: Sequence[Part],
    wanted: Mapping[str, int],
    terms: Terms,
    delivery: tuple[int, int],
    names: dict[str, dict[str, str]],
) -> Order:
    shipping, untold = delivery
    lines, parts = list[OrderLine](), list[Part]()
    for line in agreed.lines:
        own = [part for part in taxes if part.line_id == line.line_id]
        after, left = _share_of(line, own, wanted[line.line_id])
        if after.quantity:
            lines.append(after)
            parts += left
    parts += [part for part in taxes if part.line_id is None]
    fee_tax = untold + sum(part.amount for part in parts if part.line_id is None and part.kind == "tax")
    subtotal, discount = sum(line.subtotal for line in lines), sum(line.discount for line in lines)
    tax = sum(line.tax for line in lines) + fee_tax
    if subtotal + terms.delivery.fee > MAX_AMOUNT:
        raise Invalid("The order's total is too large.", code="total_too_large")
    totals = Totals(subtotal, discount, shipping, tax, subtotal - discount + shipping + tax)
    reductions = [part for part in agreed.parts if part.kind == "discount"]
    off = discount + terms.delivery.fee - shipping
    fee = [Part("shipping", "delivery_fee", "", terms.delivery.fee)] if order.parts else []
    less = {line.line_id for line in agreed.lines if wanted[line.line_id] < line.quantity}
    kept, before = None, -sum(part.amount for part in reductions)
    if less:
        taxes_of_less = [part for part in taxes if part.line_id in less]
        lines_of_less = [line for line in agreed.lines if line.line_id in less]
        lean = [_nameless(line) if wanted[line.line_id] else line for line in lines_of_less]
        kept = Agreed(lean, [*reductions, *taxes_of_less], agreed.coupons, agreed.campaigns)
    return replace(
        order,
        lines=lines,
        totals=totals,
        parts=[*_reduced(reductions, off), *fee, *parts],
        tax_names=names,
        coupons=[replace(use, amount=_still(use.amount, off, before)) for use in agreed.coupons],
        campaigns=[replace(use, amount=_still(use.amount, off, before)) for use in agreed.campaigns],
        address=terms.address,
        delivery=terms.delivery,
        agreed=kept,
    )


def _share_of(line: OrderLine, taxes: Sequence[Part], quantity: int) -> tuple[OrderLine, list[Part]]:
    """So many pieces of the line, at their share of its discount and taxes."""
    if quantity == line.quantity:
        return line, list(taxes)
    subtotal, discount = line.unit_price * quantity, _share(line.discount, quantity, line.quantity)
    amounts = [_share(part.amount, quantity, line.quantity) for part in taxes]
    contained = sum(amount for part, amount in zip(taxes, amounts, strict=True) if part.kind == "tax_included")
    base = subtotal - discount - contained
    parts = [replace(part, amount=amount, base=base) for part, amount in zip(taxes, amounts, strict=True) if amount]
    told = sum(part.amount for part in taxes if part.kind == "tax")
    tax = sum(part.amount for part in parts if part.kind == "tax") if told == line.tax else _share(line.tax, quantity, line.quantity)
    after = replace(line, quantity=quantity, subtotal=subtotal, discount=discount, tax=tax, total=subtotal - discount + tax)
    return after, parts


def _share(amount: int, quantity: int, of: int) -> int:
    """As refunds count it: what the first so many pieces bear."""
    return amount * quantity // of


def _reduced(reductions: Sequence[Part], off: int) -> list[Part]:
    """Each discount at its share of all that is still taken off."""
    amounts = prorate(off, [-part.amount for part in reductions]) if reductions else []
    return [replace(part, amount=-amount) for part, amount in zip(reductions, amounts, strict=True) if amount or not part.amount]


def _still(taken: int, off: int, before: int) -> int:
    """Of what a coupon or campaign took: its share of all that is still taken off."""
    return taken if off == before or before <= 0 else min(taken, taken * off // before)


def _taxed(lines: Sequence[OrderLine], shipping: int, taxes: Taxes, names: dict[str, dict[str, str]]) -> _Priced:
    """By today's rates; what the taxes are called in other languages is put into `names`."""
    priced = tuple(PricedLine(line.line_id, line.quantity, line.unit_price, line.subtotal, line.discount) for line in lines)
    found: Sequence[Tax] = taxes(priced, shipping) if priced else ()
    added = dict.fromkeys((line.line_id for line in lines), 0)
    for tax in found:
        if tax.names:
            names[tax.title] = {**names.get(tax.title, {}), **tax.names}
        if tax.line_id is not None and not tax.included:
            added[tax.line_id] += tax.amount
    parts = [
        Part("tax_included" if tax.included else "tax", tax.code, tax.title, tax.amount, tax.line_id, tax.rate, tax.base) for tax in found
    ]
    taxed = [replace(line, tax=added[line.line_id], total=line.subtotal - line.discount + added[line.line_id]) for line in lines]
    return _Priced(taxed, parts)
