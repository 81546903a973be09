"""Face: what a message to a buyer says of their case or complaint beside its event: what was written. Asked for when it is sent, never in
an event."""

from __future__ import annotations

from functions.aftersales.store.cases import get_case
from functions.aftersales.store.complaints import get_complaint
from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class CaseNews:
    answer: str
    offer_note: str
    return_address: str
    ruling: str
    carrier: str
    waybill: str
    label_url: str
    finding: str
    pay_until: str


@dataclass(frozen=True)
class ComplaintNews:
    """Whose it is, and what staff said last."""

    order_id: str
    customer_id: str
    answer: str


def case_news(case_id: str) -> CaseNews:
    """Raises NotFound. One GetItem."""
    case = get_case(case_id)
    label_url = case.label.label_url if case.label else ""
    # What is repaired travels back by another waybill than it came with.
    back = case.repair if case.repair and case.repair.waybill else case
    finding, pay_until = (case.repair.finding, case.repair.pay_until) if case.repair else ("", "")
    return CaseNews(
        case.answer, case.offer_note, case.return_address, case.ruling, back.carrier, back.waybill, label_url, finding, pay_until
    )


def complaint_news(complaint_id: str) -> ComplaintNews:
    """Raises NotFound. One GetItem."""
    complaint = get_complaint(complaint_id)
    answers = [one.text for one in complaint.said if one.by == "staff"]
    return ComplaintNews(complaint.order_id, complaint.customer_id, answers[-1] if answers else "")
