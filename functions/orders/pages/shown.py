"""An order as its page shows it: texts only, in one language, in the order in which they are read. What it may not show is not in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from functions.catalog import sizes_of
from functions.orders.model.order import OrderLine
from functions.orders.model.pieces import Pieces, pieces_of
from functions.orders.model.states import CancelReason, PaymentStatus, Status
from functions.orders.pages.parcels_shown import ShownParcel, shown_parcels
from functions.orders.pages.pictures import own_picture
from functions.orders.pages.texts import STATES, day_text, said, time_text, zone_text
from functions.orders.placed.schemas import OrderLineOut, OrderOut
from functions.orders.placed.views import order_view
from functions.orders.store.order_page import OrderPage
from functions.shared.contact.card_to import CardTo
from functions.shared.contact.masking import masked_email
from functions.shared.http.validation import MoneyModel
from functions.shared.places import place_of
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.money import Money, money_text
from functions.shared.plain.settings import settings

_NOT_SENT = frozenset({Status.PENDING_PAYMENT, Status.PAID, Status.FULFILLING})


@dataclass(frozen=True)
class ShownLine:
    title: str
    options: str
    picture: str | None
    quantity: int
    each: str
    total: str
    notes: Sequence[str]


@dataclass(frozen=True)
class ShownSum:
    name: str
    amount: str
    is_total: bool = False


@dataclass(frozen=True)
class ShownOrder:
    """`rest`: (title, pieces) of what is in no parcel although some parcels are there."""

    number: str
    placed: str
    headline: str
    notes: Sequence[str]
    lines: Sequence[ShownLine]
    sums: Sequence[ShownSum]
    parcels: Sequence[ShownParcel]
    rest: Sequence[tuple[str, int]]
    receiver: Sequence[str]
    delivery: Sequence[str]
    zone: str


def shown_order(page: OrderPage, language: str, languages: Sequence[str]) -> ShownOrder:
    order, pieces = order_view(page, languages), pieces_of(page.holding)
    titles = {line.id: _named(line) for line in order.lines}
    parcels = shown_parcels(page, titles, language)
    return ShownOrder(
        number=order.number,
        placed=said(language, "placed", at=time_text(order.placed_at)),
        headline=_headline(page, pieces, language),
        notes=list(_notes(page, language)),
        lines=[
            _line(line, bought, pieces[line.id], language, waits=_waits(page, line))
            for line, bought in zip(order.lines, page.order.lines, strict=True)
        ],
        sums=list(_sums(page, order, language)),
        parcels=parcels,
        rest=[(titles[name], one.waiting) for name, one in pieces.items() if one.waiting] if parcels else [],
        receiver=list(_receiver(page, language)),
        delivery=list(_delivery(page, order, language)),
        zone=said(language, "zone", zone=zone_text()),
    )


def _headline(page: OrderPage, pieces: dict[str, Pieces], language: str) -> str:
    status = Status(page.record.status)
    if page.review and status in (Status.PAID, Status.FULFILLING):
        return said(language, "waits_for_group" if page.review.awaits else "set_aside" if page.order.case_id else "being_checked")
    if status is Status.SHIPPED:
        still = sum(one.waiting + one.in_parcel for one in pieces.values())
        if still:
            return said(language, "part_shipped")
        if any(one.delivered for one in pieces.values()):
            return said(language, "part_delivered")
    return STATES[status][language]


def _notes(page: OrderPage, language: str) -> Iterator[str]:
    record = page.record
    if record.status == Status.CANCELLED:
        if record.cancel_reason == CancelReason.PAYMENT_TIMEOUT:
            yield said(language, "cancelled_unpaid")
        if record.cancel_reason == CancelReason.GROUP_FAILED:
            yield said(language, "group_failed")
        if record.payment_status == PaymentStatus.PAID:
            yield said(language, "cancelled_paid")
    if page.review and page.review.awaits:
        yield said(language, "waits_for_group_note")
    elif page.review and page.order.case_id:
        yield said(language, "set_aside_note")
    elif page.review:
        headline = record.status in (Status.PAID, Status.FULFILLING)
        yield said(language, "being_checked_note") if headline else said(language, "being_checked")
    if page.amendment:
        due = money_text(Money(page.money.open_amount, page.order.currency))
        yield said(language, "amended_unpaid", amount=due, at=time_text(page.amendment.expires_at))
    if record.payment_status == PaymentStatus.DISPUTED:
        yield said(language, "disputed")


def _waits(page: OrderPage, line: OrderLineOut) -> bool:
    """Whether it was sold ahead, and its stock is still to come."""
    return line.variant_id in (page.record.owed or ()) and page.record.status != Status.CANCELLED


def _card_to(to: CardTo, language: str) -> str:
    """Whom a gift card is for. Enough for its buyer to know them again, as with the receiver of a parcel."""
    who = " · ".join(filter(None, (to.name, masked_email(to.email) if to.email else "")))
    return said(language, "card_to_on", who=who, day=day_text(language, to.on)) if to.on else said(language, "card_to", who=who)


def _line(line: OrderLineOut, bought: OrderLine, pieces: Pieces, language: str, *, waits: bool) -> ShownLine:
    notes = [said(language, "ahead", day=day_text(language, line.promised_on))] if waits and line.promised_on else []
    if bought.send_to and (bought.send_to.name or bought.send_to.email):
        notes.append(_card_to(bought.send_to, language))
    if pieces.cancelled and pieces.cancelled < line.quantity:
        notes.append(said(language, "will_not_come", n=pieces.cancelled))
    if pieces.refunded:
        notes.append(said(language, "paid_back", n=pieces.refunded))
    return ShownLine(
        title=line.title,
        options=" · ".join(f"{name}: {value}" for name, value in line.options.items()),
        picture=own_picture(sizes_of(line.image), line.image),
        quantity=line.quantity,
        each=said(language, "each", amount=_price(line, line.unit_price, 1, language)) if line.quantity > 1 else "",
        total=_price(line, line.subtotal, line.quantity, language),
        notes=notes,
    )


def _price(line: OrderLineOut, money: MoneyModel, quantity: int, language: str) -> str:
    """In money, or in points, as it was bought."""
    if line.points_each is not None:
        return said(language, "in_points", n=f"{line.points_each * quantity:,}")
    return _text(money)


def _named(line: OrderLineOut) -> str:
    return f"{line.title} ({', '.join(line.options.values())})" if line.options else line.title


def _sums(page: OrderPage, order: OrderOut, language: str) -> Iterator[ShownSum]:
    totals = order.totals
    yield ShownSum(said(language, "subtotal"), _text(totals.subtotal))
    if totals.discount.amount:
        name = "exchanged" if page.order.case_id else "discount"
        yield ShownSum(said(language, name), _text(MoneyModel(amount=-totals.discount.amount, currency=order.currency)))
    yield ShownSum(said(language, "shipping"), _text(totals.shipping))
    for tax in totals.taxes:
        if not tax.included:
            yield ShownSum(said(language, "tax_added", name=tax.name, rate=_percent(tax.rate)).strip(), _text(tax.amount))
    yield ShownSum(said(language, "total"), _text(totals.total), is_total=True)
    for tax in totals.taxes:
        if tax.included:
            yield ShownSum(said(language, "tax_included", name=tax.name, rate=_percent(tax.rate)).strip(), _text(tax.amount))
    captured = int(page.record.captured or 0)
    if captured and captured != totals.total.amount:
        yield ShownSum(said(language, "paid"), _text(MoneyModel(amount=captured, currency=order.currency)))
    if totals.refunded.amount:
        yield ShownSum(said(language, "refunded"), _text(totals.refunded))


def _percent(rate: str) -> str:
    """``0.13`` is ``13%``; nothing for orders of before rates were kept."""
    return f"{Decimal(rate) * 100:f}".rstrip("0").rstrip(".") + "%" if rate else ""


def _text(money: MoneyModel) -> str:
    return money_text(money.money())


def _delivery(page: OrderPage, order: OrderOut, language: str) -> Iterator[str]:
    """The day that was promised counts until a parcel has one of its own."""
    yield order.delivery_option.service_name
    day = order.delivery_option.promised_date
    if day and page.record.status in _NOT_SENT and not any(one.counts for one in page.shipments):
        yield said(language, "promised", day=day_text(language, day))


def _receiver(page: OrderPage, language: str) -> Iterator[str]:
    """Enough for its buyer to know it again. Of the telephone number the middle is left out, and the e-mail address is not there at all:
    a link may come into other hands."""
    address, point = page.order.destination, page.order.point
    phone = address.phone
    if not address.name:
        # Of gift cards alone nobody has to say where they are.
        return
    yield address.name
    yield f"{phone[:-8]}****{phone[-4:]}" if len(phone) > 8 else "****"
    if point is not None:
        yield said(language, "point", point=point.title)
    place = list(filter(None, (address.district, address.city, address.province)))
    written = [" ".join(place[::-1]), address.street] if language == "zh" else [address.street, " ".join(place)]
    yield from filter(None, (*written, address.postal_code))
    country = place_of(address).country
    if country != settings().default_country:
        yield country
    if point is not None:
        yield from filter(None, (point.hint, point.opening_hours and said(language, "open", hours=point.opening_hours)))
