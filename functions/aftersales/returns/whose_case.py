"""Who may see a case: the buyer of its order (a guest by the order's token), and staff who may see orders. Nobody else knows of it."""

from __future__ import annotations

from functions.aftersales.model.case import Case
from functions.aftersales.store.cases import get_case
from functions.orders import BoughtPieces, bought_pieces
from functions.shared.auth.caller import Caller, staff_caller
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Forbidden, NotFound

SHOP = staff_caller("system", "finance")
"""Who asks other domains for what a case has brought, when nobody calls."""


@dataclass(frozen=True)
class Asking:
    """Who calls, and what a guest shows for it."""

    caller: Caller
    order_token: str | None


def seen_case(case_id: str, asking: Asking) -> tuple[Case, BoughtPieces]:
    """Raises NotFound."""
    case = get_case(case_id)
    try:
        return case, bought_pieces(case.order_id, caller=asking.caller, order_token=asking.order_token)
    except NotFound as error:
        raise NotFound("There is no such return.") from error


def buyers_case(case_id: str, asking: Asking) -> Case:
    """For what its buyer alone may do. Raises NotFound, Forbidden for staff."""
    case, bought = seen_case(case_id, asking)
    if not bought.is_buyer:
        raise Forbidden("Only the buyer may do this.")
    return case
