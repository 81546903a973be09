"""A cart against the catalogue of this moment: prices of today, and a notice for every line that is not as the buyer last saw it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from functions.catalog import Sellable
from functions.orders.model.cart import Cart, CartLine
from functions.shared.contact.card_to import CardTo
from functions.shared.plain.deferred import dataclass

PRICE_CHANGED = "price_changed"
OUT_OF_STOCK = "out_of_stock"
UNPUBLISHED = "unpublished"
NOT_OFFERED = "not_offered"
NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Notice:
    """`was`/`now` are unit prices of a changed price; `available` is what is left of a line that asks for more."""

    code: str
    was: int | None = None
    now: int | None = None
    available: int | None = None


@dataclass(frozen=True)
class CheckedLine:
    """The line at today's price."""

    line: CartLine
    notices: tuple[Notice, ...] = ()

    @property
    def is_gone(self) -> bool:
        """It cannot be bought, however many there are."""
        return self.says(UNPUBLISHED) or self.says(NOT_OFFERED)

    def says(self, code: str) -> bool:
        return any(notice.code == code for notice in self.notices)


def sold_in(sellable: Sellable | None, currency: str) -> bool:
    """Whether it can be bought at all in a cart of `currency` (stock aside)."""
    return sellable is not None and sellable.published and sellable.offered and sellable.price.currency == currency


def as_line(
    sellable: Sellable, *, line_id: str, quantity: int, metadata: Mapping[str, str] = NONE, send_to: CardTo | None = None
) -> CartLine:
    """A line that shows the variant as it is now."""
    unit = sellable.unit(quantity)
    return CartLine(
        line_id=line_id,
        variant_id=sellable.variant_id,
        product_id=sellable.product_id,
        sku=sellable.sku,
        title=sellable.title,
        options=sellable.options,
        image=sellable.image,
        quantity=quantity,
        unit_price=unit.amount,
        # A price for some is no reduction of the price for all.
        list_price=sellable.list_price.amount if sellable.list_price and not unit.list else None,
        weight_g=sellable.weight_g,
        category_id=sellable.category_id,
        tax_class=sellable.tax_class,
        brand_id=sellable.brand_id,
        tags=sellable.tags,
        merchant_id=sellable.merchant_id,
        option_texts=sellable.option_texts,
        metadata=dict(metadata),
        sides_mm=sellable.sides_mm,
        measure=sellable.measure.told if sellable.measure else (),
        price_list=unit.list,
        rate_id="" if unit.list else sellable.rate_id,
        for_some=not sellable.visibility.is_open,
        send_to=send_to,
    )


def _now(line: CartLine, sellable: Sellable) -> CartLine:
    return as_line(sellable, line_id=line.line_id, quantity=line.quantity, metadata=line.metadata, send_to=line.send_to)


def seen_again(cart: Cart, line_id: str, found: Mapping[str, Sellable]) -> Cart:
    """The cart whose line takes over today's price and names: the buyer who touches a line has seen its notice."""

    def fresh(line: CartLine) -> CartLine:
        sellable = found.get(line.variant_id)
        if line.line_id != line_id or sellable is None or not sold_in(sellable, cart.currency):
            return line
        return _now(line, sellable)

    return replace(cart, lines=[fresh(line) for line in cart.lines], saved=[fresh(line) for line in cart.saved])


def check_lines(lines: Iterable[CartLine], currency: str, found: Mapping[str, Sellable], looked_up: Collection[str]) -> list[CheckedLine]:
    """Every line at its price of today. Lines of variants that were not looked up stay as they were last seen."""
    return [_check(line, found.get(line.variant_id), currency) if line.variant_id in looked_up else CheckedLine(line) for line in lines]


def _named(line: CartLine, sellable: Sellable | None) -> CartLine:
    """A line that is not sold any more, with the names it had no room for; not at the price of a list, which may be for others."""
    if sellable is not None and line.price_list:
        line = replace(line, unit_price=sellable.unit(line.quantity).amount, price_list="")
    if sellable is None or not line.lean:
        return line
    return replace(line, title=sellable.title, options=sellable.options, option_texts=sellable.option_texts, image=sellable.image)


def _veiled(line: CartLine) -> CartLine:
    """A line of what is not for whoever asks: they learn nothing of it, who saw it when it came into the cart may be somebody else."""
    return replace(
        line,
        title={},
        options={},
        option_texts={},
        image=None,
        sku="",
        unit_price=0,
        list_price=None,
        price_list="",
        rate_id="",
        measure=(),
    )


def _check(line: CartLine, sellable: Sellable | None, currency: str) -> CheckedLine:
    if sellable is not None and not sellable.offered:
        return CheckedLine(_veiled(line), (Notice(NOT_OFFERED),))
    if sellable is None or not sold_in(sellable, currency):
        return CheckedLine(_named(line, sellable), (Notice(UNPUBLISHED),))
    notices, unit = [], sellable.unit(line.quantity)
    if unit.amount != line.unit_price:
        # Whose price it was may not be who asks now: what a list asked is told to those alone whom it still asks.
        was = None if line.price_list and line.price_list != unit.list else line.unit_price
        notices.append(Notice(PRICE_CHANGED, was=was, now=unit.amount))
    if sellable.buyable < line.quantity:
        notices.append(Notice(OUT_OF_STOCK, available=sellable.buyable))
    return CheckedLine(_now(line, sellable), tuple(notices))
