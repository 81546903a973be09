"""Face: the cases of an order as its page shows them: how far each is, and what its buyer waits for or has to do next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from functions.aftersales.model.case import Case
from functions.aftersales.model.case_steps import ReturnKind, ReturnState
from functions.aftersales.model.ledger import CasePieces
from functions.aftersales.store.cases import cases_of, pieces_of
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.selling.markets import PaysOn


class Next(StrEnum):
    """What comes next; of `SEND`, `OFFER` and `QUOTE` it is the buyer's turn."""

    ANSWER = "answer"
    OFFER = "offer"
    SEND = "send"
    GOODS = "goods"
    MONEY = "money"
    UNSENT = "unsent"
    PARCEL = "parcel"
    EXCHANGE = "exchange"
    REPAIR = "repair"
    QUOTE = "quote"
    WAY_BACK = "way_back"
    RULING = "ruling"
    PAID = "paid"
    SENT = "sent"
    REJECTED = "rejected"
    NEVER_CAME = "never_came"
    DONE = "done"


@dataclass(frozen=True)
class CaseOnPage:
    """`pieces` by line. `amount`: what goes or went back, in minor units. `deadline`: of whose turn it is. `on_proof`: the money goes once
    it is known that they were sent. `carrier`, `waybill`: of the goods' way back; `label_url`: of the shop's own waybill for it.
    `offer`: which one it is, `offer_note`: what staff wrote to it."""

    id: str
    kind: ReturnKind
    next: Next
    opened_at: str
    pieces: Mapping[str, int]
    amount: int
    currency: str
    deadline: str
    pay_by: str
    on_proof: bool
    return_address: str
    carrier: str
    waybill: str
    label_url: str
    label_waybill: str
    answer: str
    offer: int
    offer_note: str


_NEXT: Mapping[ReturnState, Next] = {
    ReturnState.REQUESTED: Next.ANSWER,
    ReturnState.COUNTER_OFFERED: Next.OFFER,
    ReturnState.IN_TRANSIT: Next.GOODS,
    ReturnState.RECEIVED: Next.REPAIR,
    ReturnState.REPAIRING: Next.REPAIR,
    ReturnState.QUOTED: Next.QUOTE,
    ReturnState.REPAIRED: Next.REPAIR,
    ReturnState.SENT_BACK: Next.WAY_BACK,
    ReturnState.REFUNDED: Next.PAID,
    ReturnState.RESHIPPED: Next.SENT,
    ReturnState.EXCHANGED: Next.SENT,
    ReturnState.REJECTED: Next.REJECTED,
    ReturnState.ESCALATED: Next.RULING,
}


def cases_on_page(order_id: str, pieces: CasePieces | None = None) -> Sequence[CaseOnPage]:
    """Those that are not over, and every withdrawal. `pieces` as read already; else one GetItem; of an order that has any one
    BatchGetItem."""
    known = pieces if pieces is not None else pieces_of(order_id)
    return [_shown(case) for case in cases_of(known) if _is_shown(case)]


def _is_shown(case: Case) -> bool:
    if case.kind is ReturnKind.WITHDRAWAL:
        return True
    return case.state not in (ReturnState.CANCELLED, ReturnState.CLOSED)


def _shown(case: Case) -> CaseOnPage:
    label = case.label if case.label and case.label.waybill and not case.label.unwanted else None
    return CaseOnPage(
        id=case.id,
        kind=case.kind,
        next=_next(case),
        opened_at=case.opened_at,
        pieces={line.line_id: line.quantity for line in case.lines},
        amount=case.amount_due,
        currency=case.currency,
        deadline=case.evidence_until if case.state is ReturnState.ESCALATED else case.deadline,
        pay_by=case.pay_by,
        on_proof=case.pays_on in (PaysOn.PROOF, PaysOn.DECLARED),
        return_address=case.return_address,
        carrier=case.repair.carrier if case.state is ReturnState.SENT_BACK and case.repair else case.carrier,
        waybill=case.repair.waybill if case.state is ReturnState.SENT_BACK and case.repair else case.waybill,
        label_url=label.label_url if label else "",
        label_waybill=label.waybill if label else "",
        answer=case.answer if case.state is ReturnState.REJECTED else "",
        offer=case.offers_declined,
        offer_note=case.offer_note if case.state is ReturnState.COUNTER_OFFERED else "",
    )


def _next(case: Case) -> Next:
    if case.state is ReturnState.APPROVED:
        return _of_approved(case)
    if case.state is ReturnState.INSPECTED:
        return Next.EXCHANGE if case.exchanges else Next.MONEY
    if case.state in (ReturnState.CLOSED, ReturnState.CANCELLED):
        if case.refunds:
            return Next.PAID
        return Next.DONE if case.unsent or case.has_come else Next.NEVER_CAME
    return _NEXT[case.state]


def _of_approved(case: Case) -> Next:
    if case.unsent:
        return Next.UNSENT
    if not case.keeps_goods:
        return Next.SEND
    return Next.PARCEL if any(line.reship for line in case.lines) else Next.MONEY
