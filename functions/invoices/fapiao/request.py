"""An e-invoice is wanted by its buyer or by staff; staff take one back, or let one that failed be tried again."""

from __future__ import annotations

from dataclasses import replace

from functions.invoices.fapiao.codes import codes_of
from functions.invoices.fapiao.follow import new_fapiao, new_writes, requested
from functions.invoices.fapiao.of_order import known_order
from functions.invoices.model.fapiao import Colour, Fapiao, FapiaoState, RedReason, left_of, live_blue
from functions.invoices.model.fapiao_due import RED, RENEW, NextFapiao, whole_red
from functions.invoices.model.fapiao_rows import red_rows
from functions.invoices.model.rows import sums_of
from functions.invoices.model.title import Title
from functions.invoices.store.fapiao import fapiao_of, fapiao_put, find_fapiao
from functions.shared.events.envelope import Actor
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.errors import Conflict
from functions.shared.store.again import again
from functions.shared.store.transactions import Remember, transact


def request_fapiao(order_id: str, title: Title, *, actor: Actor, remember: Remember[Fapiao]) -> Fapiao:
    """Raises NotFound, Conflict (409 `fapiao_unavailable`: its seller issues none for such an order; `order_not_paid`; `fapiao_exists`;
    `nothing_to_invoice`: all of it went back; `goods_code_missing`)."""

    def attempt() -> Fapiao:
        account, known = fapiao_of(order_id), known_order(order_id)
        if not known.has_fapiao:
            raise Conflict("For this order no Chinese e-invoices are issued.", code="fapiao_unavailable")
        if not known.bill.paid:
            raise Conflict("An e-invoice is issued for what is paid.", code="order_not_paid")
        if (blue := live_blue(account.all)) is not None:
            raise Conflict("There is an e-invoice already, or one is on its way.", code="fapiao_exists", fapiao_id=blue.id)
        if not known.worth:
            raise Conflict("All that was paid went back.", code="nothing_to_invoice")
        codes_of(known, known.worth)
        made = new_fapiao(known, account, NextFapiao(Colour.BLUE, f"request#{len(account.all)}", title))
        # What it is for is decided when it is sent; until then this is what it would be.
        made = replace(made, book=known.worth)
        transact([*new_writes(account, made, actor), *remember(made)])
        return replace(made, version=1)

    return again(attempt)


def take_back(fapiao_id: str, reason: RedReason, *, actor: Actor, remember: Remember[Fapiao]) -> Fapiao:
    """The red one for all that is left of it. Raises NotFound, Conflict (409 `not_issued`: it is no blue one that is issued;
    `nothing_left`)."""
    found = find_fapiao(fapiao_id)

    def attempt() -> Fapiao:
        account, known = fapiao_of(found.order_id), known_order(found.order_id)
        blue = next(one for one in account.all if one.id == fapiao_id)
        if blue.colour is not Colour.BLUE or blue.state is not FapiaoState.ISSUED:
            raise Conflict("Only a blue e-invoice that is issued is taken back.", code="not_issued")
        due = whole_red(blue, account.all, reason, f"{RED}{len(account.all)}")
        if not due.book:
            raise Conflict("All of it is taken back.", code="nothing_left")
        red = new_fapiao(known, account, due)
        transact([*new_writes(account, red, actor), *remember(red)])
        return replace(red, version=1)

    return again(attempt)


def try_again(fapiao_id: str, *, actor: Actor, remember: Remember[Fapiao]) -> Fapiao:
    """One that failed, under another key; who asks it of one for a wrong amount has taken that back over there. Raises NotFound, Conflict
    (409 `not_failed`; `fapiao_exists`: another one came in its place;
    `red_exceeds_blue`)."""
    found = find_fapiao(fapiao_id)

    def attempt() -> Fapiao:
        known = fapiao_of(found.order_id).all
        one = next(each for each in known if each.id == fapiao_id)
        all_of = [each for each in known if each.id != fapiao_id]
        if one.state is not FapiaoState.FAILED:
            raise Conflict("It has not failed.", code="not_failed")
        after = replace(_renewed(one, all_of), state=FapiaoState.REQUESTED, attempt=one.attempt + 1, failed_because="")
        transact([fapiao_put(after), requested(after, actor), *remember(after)])
        return replace(after, version=after.version + 1)

    return again(attempt)


def _renewed(one: Fapiao, all_of: list[Fapiao]) -> Fapiao:
    """A blue one begins from the order again when it is sent; a red one may have less left to take back by now."""
    after = replace(one, due_at=times.iso(clock.now()), tries=0, confirmation="", number="")
    blue = next((each for each in all_of if each.id == one.blue_id), None)
    if blue is None:
        if live_blue(all_of) is not None:
            raise Conflict("There is another e-invoice of the order.", code="fapiao_exists")
        return replace(after, rows=[])
    left = [row for row in left_of(blue, all_of) if row.gross]
    if one.cause.startswith((RED, RENEW)):
        codes = {row.id: row.code for row in blue.rows}
        after = replace(after, book=left, rows=red_rows(left, codes))
    if not left or after.sums.gross > sums_of(left).gross:
        raise Conflict("More than is left of the blue one.", code="red_exceeds_blue")
    return after
