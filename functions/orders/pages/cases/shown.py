"""What the order's page says of its cases: each with its goods, how far it is, and what its buyer does next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from functions.aftersales import CaseOnPage, Next, Offer, cases_on_page
from functions.orders.pages.cases.texts import case_said
from functions.orders.pages.parcels_shown import named
from functions.orders.pages.texts import time_text
from functions.orders.store.order_page import OrderPage
from functions.shared.outside import clock
from functions.shared.plain import times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.money import Money, money_text
from functions.shipping import find_carrier

_MONEY_COMES, _NOT_DECIDED = frozenset({Next.GOODS, Next.MONEY, Next.UNSENT}), frozenset({Next.ANSWER, Next.RULING})

_ANSWERS: Mapping[Next, Sequence[str]] = {Next.OFFER: ("accept", "decline"), Next.QUOTE: ("decline",)}


@dataclass(frozen=True)
class ShownCase:
    """`may_send`: its buyer can tell the waybill. `label`: where the shop's own is printed. `answers`: what they can press, with
    its word, about the `offer` of that number."""

    id: str
    kind: str
    state: str
    items: Sequence[tuple[str, int]]
    notes: Sequence[str]
    may_send: bool
    address: str
    label: str
    label_waybill: str
    answers: Sequence[tuple[str, str]]
    offer: int
    offer_note: str


def shown_cases(page: OrderPage, offer: Offer | None, language: str) -> Sequence[ShownCase]:
    """What is read for the right to withdraw tells whether there are any; where there is no such right, only an open one is looked for."""
    if offer is None and not page.record.open_cases:
        return []
    titles = {line.line_id: line.called([language]) for line in page.order.lines}
    found = cases_on_page(page.order.id, offer.pieces if offer else None)
    return [
        ShownCase(
            id=case.id,
            kind=case_said(language, f"kind_{case.kind.value}"),
            state=case_said(language, f"state_{case.next.value}"),
            items=[(titles.get(line_id, ""), count) for line_id, count in case.pieces.items()],
            notes=[note for note in (_next(case, language), _money(case, language)) if note],
            may_send=case.next is Next.SEND,
            address=case.return_address if case.next is Next.SEND else "",
            label=case.label_url if case.next is Next.SEND else "",
            label_waybill=case.label_waybill if case.next is Next.SEND else "",
            answers=[(answer, case_said(language, f"{answer}_{case.next.value}")) for answer in _ANSWERS.get(case.next, ())],
            offer=case.offer,
            offer_note=case.offer_note,
        )
        for case in found
    ]


def _next(case: CaseOnPage, language: str) -> str:
    if case.next is Next.PAID and not case.amount:
        return case_said(language, "next_done")
    late = case.next is Next.SEND and (not case.deadline or case.deadline <= times.iso(clock.now()))
    name = "next_send_late" if late else f"next_{case.next.value}"
    at = time_text(case.deadline) if case.deadline else ""
    told = {"at": at, "waybill": case.waybill, "carrier": _carrier(case.carrier, language), "amount": _amount(case), "answer": case.answer}
    return case_said(language, name, **told)


def _carrier(code: str, language: str) -> str:
    """What it is called; what was typed, where the shop has none of that code."""
    return named(code, find_carrier(code), language) if code else ""


def _money(case: CaseOnPage, language: str) -> str:
    """When what goes back goes back; nothing of what is exchanged or repaired."""
    if not case.amount:
        return ""
    if case.next is Next.SEND:
        return case_said(language, "on_proof" if case.on_proof else "on_goods", amount=_amount(case))
    if case.next in _NOT_DECIDED:
        return case_said(language, "about", amount=_amount(case))
    if case.next not in _MONEY_COMES:
        return ""
    if case.pay_by:
        return case_said(language, "to_come_by", amount=_amount(case), at=time_text(case.pay_by))
    return case_said(language, "to_come", amount=_amount(case))


def _amount(case: CaseOnPage) -> str:
    return money_text(Money(case.amount, case.currency))
