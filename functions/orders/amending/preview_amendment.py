"""What an order would be, and what would be to pay or go back: the same for who looks and for who does it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from functools import cached_property

from functions.loyalty import Form
from functions.orders.amending.cards_out import cards_out
from functions.orders.amending.todays_terms import todays_terms
from functions.orders.amending.wish import AmendWish, pieces_wanted
from functions.orders.model.amendments.amend import amended
from functions.orders.model.amendments.amendment import MAX_AMENDMENTS, ChangedLine, changed_lines, pieces_held
from functions.orders.model.fitting import fitting_order
from functions.orders.model.order import DeliveryOption, Order
from functions.orders.model.order_refund import RefundState
from functions.orders.model.shipment import Void
from functions.orders.model.states import PaymentStatus, Status
from functions.orders.store.access import acts_as_staff
from functions.orders.store.order_page import OrderPage
from functions.orders.store.stock_state import is_committed
from functions.promotions import return_writes
from functions.shared.auth.caller import Caller
from functions.shared.contact.emails import same_email
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict, Forbidden, Invalid
from functions.shared.plain.settings import settings
from functions.shared.store.transactions import Write

_STAYS = frozenset({Status.PENDING_PAYMENT, Status.PAID, Status.FULFILLING})
_LEFT = frozenset({Status.SHIPPED, Status.DELIVERED, Status.COMPLETED})
_DISPUTED = frozenset({PaymentStatus.DISPUTED, PaymentStatus.CHARGED_BACK})


@dataclass(frozen=True)
class Preview:
    """`due`: what would have to be paid before it counts; `give_back`: what would go back. Of an order that is not paid both are 0: it
    would be paid at its new total. `asks`: by somebody who must say what they agree to when it is another total. `cards`: the writes by
    which gift cards leave it."""

    number: int
    before: Order
    after: Order
    due: int
    give_back: int
    beyond: Mapping[str, int]
    offered: Sequence[DeliveryOption]
    asks: bool = False
    cards: Sequence[Write] = ()

    @property
    def difference(self) -> int:
        return self.after.totals.total - self.before.totals.total

    @property
    def changes(self) -> bool:
        return replace(self.after, revision=self.before.revision) != self.before

    @cached_property
    def lines(self) -> list[ChangedLine]:
        return changed_lines(self.before, self.after)

    @property
    def hash(self) -> str:
        """Changes with all that is agreed to, and with every amendment in between."""
        agreed = {
            "number": self.number,
            "before": asdict(self.before.totals),
            "after": asdict(self.after.totals),
            "lines": [[line.variant_id, line.quantity, line.unit_price, line.discount, line.tax, line.total] for line in self.after.lines],
            "address": asdict(self.after.address),
            "delivery": [self.after.delivery.id, self.after.delivery.fee, self.after.delivery.promised_date],
            "money": [self.due, self.give_back],
        }
        return hashlib.sha256(json.dumps(agreed, sort_keys=True).encode()).hexdigest()[:32]


def previewed(page: OrderPage, wish: AmendWish, *, caller: Caller, order_token: str | None) -> Preview:
    """Raises Forbidden for staff who may only read, and for buyers who want other lines; Conflict (409) as README.md lists; Invalid."""
    staff = acts_as_staff(page.record, page.order, caller, order_token)
    check_amendable(page)
    wish = wish if staff else _of_buyer(page, wish)
    if wish.address is not None and wish.address.email is None:
        wish = replace(wish, address=replace(wish.address, email=page.order.address.email))
    number = len(page.amendments) + 1
    pieces = pieces_wanted(page.order, wish.lines)
    today = todays_terms(page.order, wish, pieces, number=number)
    after = replace(amended(page.order, pieces.agreed, today.terms), market=today.market)
    if after != page.order:
        after = fitting_order(replace(after, revision=number), settings().default_language)
    _check_flash_pieces(page, after, caller)
    due, back = _money(page, after, wish)
    if page.record.status == Status.SHIPPED and (wish.lines or after.totals != page.order.totals):
        raise Conflict("What came back goes to another address for the same price, and nothing else changes.", code="order_shipped")
    cards = cards_out(page.order, after, waits=due > 0, by_law=wish.withdrawn, actor=caller.actor)
    return Preview(number, page.order, after, due, back, today.beyond, today.offered, asks=not staff, cards=cards)


def check_amendable(page: OrderPage) -> None:
    """Raises Conflict (409) `order_shipped`, `order_not_amendable`, `planning`, `too_many_amendments`."""
    record = page.record
    is_back = record.status == Status.SHIPPED and any(one.is_sent_again for one in page.shipments)
    is_gone = record.status in _LEFT and not is_back
    if is_gone or any(one.counts and (one.shipped_at or one.void is Void.REFUSED) for one in page.shipments):
        raise Conflict("A parcel of the order has left, or its courier does not stop it.", code="order_shipped", current=record.status)
    if record.status not in _STAYS and not is_back:
        raise Conflict(f"The order is {record.status}.", code="order_not_amendable", current=record.status)
    if any(not plan.done for plan in page.plans):
        raise Conflict("The order is being planned at this moment: try again.", code="planning")
    if len(page.amendments) >= MAX_AMENDMENTS:
        raise Conflict(f"An order is amended at most {MAX_AMENDMENTS} times.", code="too_many_amendments", most=MAX_AMENDMENTS)


def _of_buyer(page: OrderPage, wish: AmendWish) -> AmendWish:
    """Buyers correct where it goes, before anything of it is planned. Not the e-mail address: whoever has a link could take the order's
    mail away from its buyer."""
    if wish.lines or (wish.delivery_option_id and wish.address is None):
        raise Forbidden("Only staff change what was ordered.")
    if page.review:
        raise Conflict("The order is being checked.", code="order_on_hold")
    if page.plans or page.reviews or any(one.counts for one in page.shipments):
        # Also one that was released: people have looked at the address it has.
        raise Conflict("Parcels of the order are being prepared: ask the shop.", code="already_planned")
    email = page.order.address.email
    if wish.address is not None and wish.address.email is not None and same_email(wish.address.email) != same_email(email or ""):
        raise Invalid.field("/address/email", "email_stays", "The e-mail address of an order is changed by the shop.")
    return replace(wish, reason="")


def _check_flash_pieces(page: OrderPage, after: Order, caller: Caller) -> None:
    """Raises Conflict (409) `flash_line`: their quota stands in no stock that could take them back one by one."""
    less = pieces_held(page.order, page.amendment) - pieces_held(after, None)
    if less and not is_committed(page.record) and after.uses_promotions:
        of_flash = return_writes(after.id, actor=caller.actor).set_aside
        if any(of_flash.get(variant_id) for variant_id in less):
            raise Conflict("Pieces of a flash sale stay until the order is paid.", code="flash_line")


def _money(page: OrderPage, after: Order, wish: AmendWish) -> tuple[int, int]:
    """(what is to be paid for it, what goes back). Raises Conflict (409) `order_of_case`, `order_refunded`, `case_open`, `order_disputed`,
    `money_promised`, `order_free`, `partially_paid`; Invalid (422 `nothing_left`)."""
    money, total = page.money, after.totals.total
    is_other = total != page.order.totals.total
    touches = is_other or bool(changed_lines(page.order, after))
    if touches:
        _check_untouched(page, after, wish)
    if page.record.status == Status.PENDING_PAYMENT:
        if is_other and total == 0:
            raise Invalid.field("/lines", "nothing_left", "Nothing would be left to pay: cancel the order instead.")
        if is_other and 0 < total <= money.captured:
            raise Conflict("As much was paid of the order already.", code="partially_paid", captured=money.captured)
        in_cards = sum(line.total for line in after.lines if line.is_card)
        if is_other and in_cards and total - _by_value(page) < in_cards:
            raise Conflict("Gift cards and credit would pay for gift cards: these are bought with money.", code="gift_card_line")
        return 0, 0
    if not is_other and not page.amendment:
        return 0, 0
    if money.promised:
        raise Conflict("The money is only promised: take it first, or cancel the order.", code="money_promised")
    if not money.captured:
        raise Conflict("Nothing was paid for the order.", code="order_free")
    return max(0, total - money.captured), max(0, money.captured - total)


def _by_value(page: OrderPage) -> int:
    """What gift cards and credit paid of it."""
    return sum(one.amount or 0 for one in page.payments if one.provider in set(Form))


def _check_untouched(page: OrderPage, after: Order, wish: AmendWish) -> None:
    if page.order.case_id:
        raise Conflict("The order belongs to a case: its lines are the case's.", code="order_of_case")
    if page.order.nothing_to_send and not after.nothing_to_send:
        raise Conflict("Nothing of the order is delivered: sell goods in an order of their own.", code="gift_card_line")
    if page.order.group_id and wish.lines:
        raise Conflict("The order was placed for a group, for what the group buys.", code="order_of_group")
    if page.record.payment_status in _DISPUTED:
        raise Conflict("The payer's bank takes the money back.", code="order_disputed")
    if any(one.state is not RefundState.FAILED for one in page.holding.refunds):
        raise Conflict("A part of the order went back: its lines stay.", code="order_refunded")
    if page.record.open_cases and not wish.withdrawn:
        raise Conflict("A case about the order is open.", code="case_open")
