"""Whose goods a case is about and where they come back to, for staff who act for some merchants or warehouses only (ADR 81).

Its order says it: the merchants of its lines, and the warehouses that these were sent from, as their pieces come back there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from functions.aftersales.model.case import Case
from functions.aftersales.model.case_steps import ReturnState
from functions.aftersales.store.cases import get_case
from functions.aftersales.store.records import CaseRecord, cases_in
from functions.aftersales.store.sealed import case_of
from functions.orders import Whose, whose_orders
from functions.shared.auth.caller import Caller
from functions.shared.auth.scope import Scope, shared_with
from functions.shared.plain.pages import Page
from functions.shared.store.owned import picked, position_in, read_rows
from functions.shared.store.shards import Row, merged_rows


def _touched(req: Any, limit: str) -> Iterable[str]:
    case = get_case(req.path["id"])
    order = whose_orders([case.order_id]).get(case.order_id)
    if order is None:
        return ("",)
    if limit == "merchants":
        return {order.lines.get(line.line_id, "") for line in case.lines}
    return shared_with(req.caller.warehouses, order.warehouses or ("",))


OF_CASE = Scope(warehouses=lambda req: _touched(req, "warehouses"), merchants=lambda req: _touched(req, "merchants"))
"""All its lines are of a merchant, or a warehouse sent a parcel of its order."""


def _decided(req: Any) -> Iterable[str]:
    """To pay once more what was paid, or to end what could not be paid, is for whose money it is: the shop's."""
    if getattr(req.body, "despite_refund", False) or get_case(req.path["id"]).is_unpayable:
        return ("*",)
    return _touched(req, "merchants")


DECIDED = Scope(merchants=_decided)
"""Who sold all its lines says what becomes of it; warehouses take in."""


def list_theirs(caller: Caller, states: Sequence[ReturnState], *, limit: int, cursor: str | None) -> Page[Case]:
    """Oldest first, those that `OF_CASE` lets them read, out of the list of all. A BatchGetItem for a hundred cases and one for their
    orders. Raises Unreadable (400 `invalid_cursor`)."""
    query = {"list": "returns", "state": ",".join(states), "of": [sorted(names or ()) for names in (caller.merchants, caller.warehouses)]}

    def read(chunk: Sequence[Row]) -> dict[str, Case]:
        cases = {at: case for at, item in read_rows(CaseRecord, chunk).items() if (case := case_of(item)).state in states}
        orders = whose_orders(case.order_id for case in cases.values())
        return {at: case for at, case in cases.items() if (order := orders.get(case.order_id)) and _is_theirs(caller, case, order)}

    after = position_in(cursor, query)
    lists = merged_rows(CaseRecord, *map(cases_in, states), after=after)
    return picked(lists, read, limit=limit, query=query)


def _is_theirs(caller: Caller, case: Case, order: Whose) -> bool:
    if caller.merchants is not None and not {order.lines.get(line.line_id, "") for line in case.lines} <= caller.merchants:
        return False
    return caller.warehouses is None or bool(order.warehouses & caller.warehouses)
