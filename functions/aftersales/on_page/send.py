"""Face: the waybill of the goods that are sent back, typed in on the order's page by whoever has its link."""

from __future__ import annotations

from functions.aftersales.model.case_steps import ReturnState
from functions.aftersales.returns.buyer_steps import send_goods
from functions.aftersales.returns.whose_case import Asking
from functions.aftersales.store.cases import get_case
from functions.shared.auth.caller import Caller
from functions.shared.plain.errors import Conflict, NotFound


def send_on_page(order_id: str, case_id: str, by: tuple[str, str] | None, *, caller: Caller) -> None:
    """`by`: carrier and number; None: the shop's waybill. Sent again it is the same step. Raises NotFound for a case of another order,
    Conflict (409) where nothing is awaited, or another waybill was told."""
    if get_case(case_id).order_id != order_id:
        raise NotFound("The order has no such case.")
    try:
        send_goods(case_id, Asking(caller, None), by, remember=lambda _: [])
    except Conflict:
        now = get_case(case_id)
        wanted = by or ((now.label.carrier, now.label.waybill) if now.label else None)
        if now.state is ReturnState.APPROVED or (now.carrier, now.waybill) != wanted:
            raise
