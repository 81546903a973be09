"""Face: what a message to a buyer says of their case beside its event: what staff wrote. Asked for when it is sent, never in an event."""

from __future__ import annotations

from functions.aftersales.store.cases import get_case
from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class CaseNews:
    answer: str
    offer_note: str
    return_address: str


def case_news(case_id: str) -> CaseNews:
    """Raises NotFound. One GetItem."""
    case = get_case(case_id)
    return CaseNews(case.answer, case.offer_note, case.return_address)
