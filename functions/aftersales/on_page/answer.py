"""Face: what the shop proposes is taken or not, on the order's page, by whoever has its link: an offer of money, the price of a repair."""

from __future__ import annotations

from functions.aftersales.model.case import Case
from functions.aftersales.model.case_steps import ReturnState
from functions.aftersales.returns.buyer_steps import answer_offer
from functions.aftersales.returns.repair_steps import decline_quote
from functions.aftersales.returns.whose_case import Asking
from functions.aftersales.store.cases import get_case
from functions.shared.auth.caller import Caller
from functions.shared.plain.errors import Conflict, NotFound


def answer_on_page(order_id: str, case_id: str, offer: int, *, accept: bool, caller: Caller) -> None:
    """`offer`: which one its page showed (`CaseOnPage.offer`). The same answer again is the same step; a price is accepted by paying it.
    Raises NotFound for a case of another order, Conflict (409) where that is not proposed any more, or was answered otherwise."""
    case, asking = get_case(case_id), Asking(caller, None)
    if case.order_id != order_id:
        raise NotFound("The order has no such case.")
    if _is_answered(case, offer, accept=accept):
        return
    if case.state is ReturnState.QUOTED and accept:
        raise Conflict("A price is accepted by paying it.", code="not_proposed")
    try:
        if case.state is ReturnState.QUOTED:
            decline_quote(case_id, asking, remember=lambda _: [])
        else:
            answer_offer(case_id, asking, accept=accept, offer=offer, remember=lambda _: [])
    except Conflict:
        if not _is_answered(get_case(case_id), offer, accept=accept):
            raise


def _is_answered(case: Case, offer: int, *, accept: bool) -> bool:
    if case.repair is not None:
        return not accept and case.repair.unrepaired == "declined"
    if accept:
        return case.offered is not None and case.offers_declined == offer and case.state is not ReturnState.COUNTER_OFFERED
    return case.offers_declined > offer
